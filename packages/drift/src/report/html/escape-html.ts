import { printShare } from '../print-number.ts'
import { clipped, visible } from '../visible-text.ts'

/**
 * Makes text safe inside HTML, as content and in quoted attributes. Control characters, lone surrogates and signs that
 * turn the direction of the text around them are shown as a box.
 */
export function escapeHtml(text: string): string {
  return visible(text).replace(/[&<>"'`]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

/** Shows a name so that it keeps to itself whatever way it is read. */
export function named(text: string, most = 120): string {
  return `<bdi>${escapeHtml(clipped(text, most))}</bdi>`
}

/** Shows a share, 0 to 1. Small ones are written with a sign that HTML must not see bare. */
export function shareHtml(share: number): string {
  return escapeHtml(printShare(share))
}
