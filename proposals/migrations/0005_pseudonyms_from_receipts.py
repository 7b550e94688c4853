"""What was the pseudonym is the receipt now; the pseudonym is its hash (models.votes.voter_of)."""

import hashlib

from django.db import migrations


def rename(apps, schema_editor):
    for name in ("Support", "Ballot", "LedgerRow"):
        model = apps.get_model("proposals", name)
        voters = model.objects.values_list("proposal_id", "voter").distinct()
        for proposal_id, voter in list(voters):
            hidden = hashlib.sha256(voter.encode()).hexdigest()[:32]
            model.objects.filter(proposal_id=proposal_id, voter=voter).update(voter=hidden)
    rows = apps.get_model("proposals", "LedgerRow").objects
    rows.filter(act="vote_changed").update(act="vote_cast")


class Migration(migrations.Migration):
    dependencies = [("proposals", "0004_ledger_chain_and_receipts")]

    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
