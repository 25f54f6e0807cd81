/* Loads Material's script, which searches, when somebody is about to, or comes with a question in
 * the address: a page of news needs nothing else of it. */
(() => {
  const search = document.querySelector("[data-md-component=search]")
  const material = document.querySelector("[data-kl-material]")
  if (!search || !material) return

  const load = () => {
    removeEventListener("keydown", onKey)
    const { src } = material.content.querySelector("script[src]")
    material.remove()
    document.head.append(Object.assign(document.createElement("script"), { src }))
  }

  const onKey = (event) => {
    if (event.target.closest("input, textarea, select, [contenteditable]")) return
    if (event.metaKey || event.ctrlKey || event.altKey || !"fs/".includes(event.key)) return
    event.preventDefault()
    search.querySelector("input").focus()
  }

  if (new URLSearchParams(location.search).has("q")) return load()
  addEventListener("keydown", onKey)
  search.addEventListener("focusin", load, { once: true })
  document.getElementById("__search").addEventListener("change", load, { once: true })
})()
