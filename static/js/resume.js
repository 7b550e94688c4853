// Sends what a guest had written, once, right after signing in. Without JavaScript there is a button.
document.querySelector("form[data-send-at-once]")?.requestSubmit();
