const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** Makes ids that sort by time of making, also within one millisecond. */
export interface IdSource {
  /** Makes one id of 26 characters at `wall` milliseconds since 1970. */
  next(wall: number): string
}

/**
 * Creates a source of sortable ids: 10 characters of time, 16 of randomness, counted up within one
 * millisecond and when the clock steps back, so that ids of one source never repeat or go down.
 *
 * Randomness comes from `crypto.getRandomValues` at the first id of each millisecond, never at creation.
 *
 * @example
 * createIdSource().next(Date.now()) // '01jd2m6k3v' + 16 more
 */
export function createIdSource(): IdSource {
  let lastTime = -1
  let prefix = ''
  const digits = new Uint8Array(16)
  return {
    next(wall) {
      const time = Math.max(0, Math.floor(wall))
      if (time > lastTime) {
        lastTime = time
        prefix = encodeTime(time)
        crypto.getRandomValues(digits)
        // Five random bits a digit; the first stays below half, so that counting up has room.
        for (let i = 0; i < 16; i++) digits[i] = (digits[i] ?? 0) & (i === 0 ? 15 : 31)
      } else {
        countUp(digits)
      }
      let id = prefix
      for (let i = 0; i < 16; i++) id += alphabet[digits[i] ?? 0]
      return id
    },
  }
}

function countUp(digits: Uint8Array): void {
  for (let i = digits.length - 1; i >= 0; i--) {
    const digit = digits[i] ?? 0
    if (digit < 31) {
      digits[i] = digit + 1
      return
    }
    digits[i] = 0
  }
}

function encodeTime(time: number): string {
  let text = ''
  let rest = time
  for (let i = 0; i < 10; i++) {
    text = alphabet[rest % 32] + text
    rest = Math.floor(rest / 32)
  }
  return text
}
