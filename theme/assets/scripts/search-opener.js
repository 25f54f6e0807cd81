/* Opens the search when somebody asks for it, by the button or a key. All that it takes is loaded
 * then, and not before. */
(() => {
  const button = document.querySelector(".kl-search")
  if (!button) return
  const { src } = document.currentScript

  const open = async () => {
    const search = await import(new URL("search.js", src))
    search.open()
  }

  addEventListener("keydown", (event) => {
    if (event.target.closest?.("input, textarea, select, [contenteditable], dialog")) return
    if (event.metaKey || event.ctrlKey || event.altKey || !["f", "s", "/"].includes(event.key)) return
    event.preventDefault()
    open()
  })
  button.addEventListener("click", open)
  button.hidden = false
})()
