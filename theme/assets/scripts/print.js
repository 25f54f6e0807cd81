document.addEventListener("click", (event) => {
  if (event.target.closest("[data-kl-print]")) window.print()
})
