// Sentences come from the server in the language of the page, with the names of their values in braces.

// The sentence with its values: filled("Camera {number}", { number: 2 }).
export function filled(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}
