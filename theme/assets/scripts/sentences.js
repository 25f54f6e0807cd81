/* Sentences of the build with values in them, and the elements that these are. */

/* A message with texts in it. Names in braces stand for them. */
export const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name])

/* The same with elements in it, as what can be appended. */
export const sentence = (text, values) =>
  text.split(/\{(\w+)\}/).flatMap((its, number) => (number % 2 ? values[its] : its))

/* `A`, `A and B`, `A, B and C`. */
export const enumeration = (names, message) => {
  const last = names.at(-1)
  const others = names.slice(0, -1).flatMap((name, number) => (number ? [", ", name] : [name]))
  return others.length ? sentence(message, { others, last }) : [last]
}

export const element = (name, text, values = {}) =>
  Object.assign(document.createElement(name), { textContent: text, ...values })

export const link = (text, href) => element(href ? "a" : "span", text, href ? { href } : {})

export const item = (...parts) => {
  const made = document.createElement("li")
  made.append(...parts)
  return made
}
