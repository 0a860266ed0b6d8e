import { showOption } from './options.ts'

/** A length of time: milliseconds as a number, or a number with one unit, such as `'250ms'` or `'5m'`. */
export type Duration = number | `${number}${'ms' | 's' | 'm' | 'h' | 'd'}`

const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }
const pattern = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/

/**
 * Reads a duration as milliseconds, strictly: no spaces, signs, bare number strings or compound forms.
 *
 * @throws {RangeError} when it is not a finite, non-negative duration; the message names rule and value.
 * @example
 * parseDuration('250ms') // 250
 * parseDuration('1.5m') // 90000
 */
export function parseDuration(duration: Duration): number {
  const ms = readDuration(duration)
  if (ms === undefined) throw new RangeError(`a duration ${durationRule}, got ${showOption(duration)}`)
  return ms
}

/**
 * What a duration must be, in words, for messages about options.
 *
 * @example
 * const check = checkOptions('store')
 * check.require(readDuration('5m') !== undefined, 'ttl', durationRule, '5m')
 */
export const durationRule = 'must be milliseconds from 0 up or text such as 250ms, 5s, 1.5m, 2h or 1d'

/**
 * Reads a duration as milliseconds, or returns `undefined` where `parseDuration` would throw.
 *
 * @example
 * readDuration('5m') // 300000
 * readDuration('5 minutes') // undefined
 */
export function readDuration(duration: unknown): number | undefined {
  if (typeof duration === 'number') return Number.isFinite(duration) && duration >= 0 ? duration : undefined
  if (typeof duration !== 'string' || duration.length > 32) return undefined
  const match = pattern.exec(duration)
  const scale = units[match?.[2] ?? '']
  if (match === null || scale === undefined) return undefined
  const ms = Number(match[1]) * scale
  return Number.isFinite(ms) ? ms : undefined
}

/**
 * Writes milliseconds with the largest unit that leaves no rest: `5m`, `250ms`, `1.5ms`.
 *
 * @example
 * formatDuration(90_000) // '90s'
 */
export function formatDuration(ms: number): string {
  for (const unit of ['d', 'h', 'm', 's'] as const) {
    const scale = units[unit] ?? 1
    if (ms !== 0 && ms % scale === 0) return `${ms / scale}${unit}`
  }
  return `${ms}ms`
}
