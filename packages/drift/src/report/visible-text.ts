/** Replaces what can't be seen and would change what is around it; keeps the length in code points. */
export function visible(text: string): string {
  return text.replace(unseen, '�')
}

const unseen = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|\p{Surrogate}/gu

/** Cuts a text to so many characters. */
export function clipped(text: string, most: number): string {
  if (text.length <= most) return text
  const signs = Array.from(text)
  return signs.length > most ? `${signs.slice(0, most - 1).join('')}…` : text
}
