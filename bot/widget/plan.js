// The plan's page is complete without this: it only offers the browser's own printing.
const button = document.getElementById("print");
button.addEventListener("click", () => window.print());
button.hidden = false;
