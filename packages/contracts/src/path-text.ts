const identifier = /^[A-Za-z_$][A-Za-z0-9_$]*$/

/**
 * Writes a path as text: `user.tags[3]`, with quotes where a key is no identifier: `["first name"].x`.
 *
 * @example
 * pathText(['pixels', 12]) // 'pixels[12]'
 */
export function pathText(path: readonly (string | number)[]): string {
  let text = ''
  for (const part of path) text += typeof part === 'number' ? `[${part}]` : keyText(part, text === '')
  return text
}

/** Writes one key of a path, with the dot it needs unless it stands first. */
export function keyText(key: string, isFirst: boolean): string {
  if (!identifier.test(key)) return `[${JSON.stringify(key)}]`
  return isFirst ? key : `.${key}`
}
