import type { SeasonBy } from './baseline-types.ts'

const hour = 3_600_000
const day = 24 * hour
/** Milliseconds on either side of 1970 that a `Date` can hold. */
const farthest = 8.64e15

const slots: Readonly<Record<SeasonBy, number>> = { hourOfDay: 24, dayOfWeek: 7, hourOfWeek: 168, month: 12 }

/** The seasons that there are. */
export const seasons: readonly unknown[] = Object.keys(slots)

/**
 * Counts the slots of a season: 24 hours, 7 days, 168 hours or 12 months.
 *
 * @example
 * slotCount('hourOfWeek') // 168
 */
export function slotCount(by: SeasonBy): number {
  return slots[by]
}

/**
 * Finds the slot that a time falls into, in UTC: weeks begin on Monday at 0:00, months with January. Allocates
 * nothing.
 *
 * @param ms milliseconds since 1970, also before
 * @returns 0 to `slotCount(by) - 1`; -1 for NaN and for times that no `Date` can hold
 * @example
 * slotOf('hourOfWeek', Date.UTC(2026, 0, 6, 13, 30)) // 37
 */
export function slotOf(by: SeasonBy, ms: number): number {
  if (!(Math.abs(ms) <= farthest)) return -1
  switch (by) {
    case 'hourOfDay':
      return modulo(Math.floor(ms / hour), 24)
    case 'dayOfWeek':
      // 1 January 1970 was a Thursday.
      return modulo(Math.floor(ms / day) + 3, 7)
    case 'hourOfWeek':
      return modulo(Math.floor(ms / hour) + 72, 168)
    case 'month':
      return monthOf(Math.floor(ms / day))
  }
}

/** Finds the month of a day since 1970: the civil calendar from years that begin in March, by H. Hinnant. */
function monthOf(days: number): number {
  const dayOfEra = modulo(days + 719_468, 146_097)
  const leapDays =
    Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096)
  const year = Math.floor((dayOfEra - leapDays) / 365)
  const dayOfYear = dayOfEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100))
  return (Math.floor((5 * dayOfYear + 2) / 153) + 2) % 12
}

function modulo(value: number, by: number): number {
  // Adding zero turns -0 into 0.
  return value - by * Math.floor(value / by) + 0
}

const isoText =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?:([Zz])|([+-])(\d\d):?(\d\d))?)?$/

/**
 * Reads a time as milliseconds since 1970: a number or bigint as it is, a `Date`, or ISO 8601 text such as
 * `2026-01-06`, `2026-01-06 13:30` and `2026-01-06T13:30:00.5+02:00`. Text without a zone is UTC, everywhere.
 * Never throws; allocates nothing for numbers.
 *
 * @returns NaN for anything else, also for dates that there are not, such as 30 February
 * @example
 * readTime('2026-01-06T13:30+02:00') // 1767699000000
 */
export function readTime(value: unknown): number {
  if (typeof value === 'number') return Math.abs(value) <= farthest ? value : Number.NaN
  if (typeof value === 'bigint') return readTime(Number(value))
  if (typeof value === 'string') return value.length <= 40 ? readIso(value) : Number.NaN
  if (typeof value !== 'object' || value === null) return Number.NaN
  try {
    return Date.prototype.getTime.call(value)
  } catch {
    return Number.NaN
  }
}

function readIso(text: string): number {
  const found = isoText.exec(text)
  if (found === null) return Number.NaN
  const part = (i: number): number => Number(found[i] ?? 0)
  const [year, month, date] = [part(1), part(2), part(3)]
  const midnight = new Date(0).setUTCFullYear(year, month - 1, date)
  // A date that there is not has rolled over into the next month.
  const isReal = new Date(midnight).getUTCMonth() === month - 1 && new Date(midnight).getUTCDate() === date
  const inRange = part(4) < 24 && part(5) < 60 && part(6) < 60 && part(10) < 24 && part(11) < 60
  if (!isReal || !inRange) return Number.NaN
  const offset = (found[9] === '-' ? -1 : 1) * (part(10) * 60 + part(11))
  const fraction = Math.floor(Number(`0.${found[7] ?? 0}`) * 1000)
  return midnight + part(4) * hour + (part(5) - offset) * 60_000 + part(6) * 1000 + fraction
}
