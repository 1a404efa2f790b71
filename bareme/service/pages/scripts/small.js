// Printing, copying, and the focus on what went wrong.

export function startSmallThings() {
  document.getElementById("summary")?.focus();
  document.querySelectorAll("[data-print]").forEach((button) => button.addEventListener("click", () => window.print()));
  window.addEventListener("beforeprint", () => {
    document.querySelectorAll("details.all-lines").forEach((details) => (details.open = true));
  });
  document.querySelectorAll("[data-copy]").forEach((button) =>
    button.addEventListener("click", async () => {
      const field = document.getElementById(button.dataset.copy);
      field.select();
      try {
        await navigator.clipboard.writeText(field.value);
      } catch {
        return; // the text is selected: it can be copied by hand
      }
      document.getElementById("announcer").textContent = button.dataset.done;
      button.textContent = button.dataset.done;
    }),
  );
}
