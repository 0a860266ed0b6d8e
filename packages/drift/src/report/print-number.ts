// Printing without the host's locale, so that the same report is the same bytes everywhere.

/** Prints a count with commas: `12,345`. */
export function printCount(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',')
}

/** Prints a share, 0 to 1, as a percentage that is never rounded to nothing or to all. */
export function printShare(share: number): string {
  if (share === 0 || share === 1) return `${share * 100}%`
  if (share < 0.001) return '<0.1%'
  if (share > 0.999) return '>99.9%'
  return `${(share * 100).toFixed(share < 0.1 || share > 0.9 ? 1 : 0)}%`
}

/** Prints a number with three digits, as a power of ten where it is far from 1; `–` for null. */
export function printNumber(value: number | null): string {
  if (value === null) return '–'
  const size = Math.abs(value)
  if (value === 0) return '0'
  if (size >= 1e6 || size < 1e-4) return printPower(Math.log10(size), value < 0)
  return printCount3(Number(value.toPrecision(3)))
}

function printCount3(value: number): string {
  return Number.isInteger(value) ? printCount(value) : String(value)
}

/** Prints e to a power: `4.1×10¹²`. */
export function printExp(power: number): string {
  const ten = power / Math.LN10
  return ten < 6 && ten > -4 ? printNumber(Math.exp(power)) : printPower(ten, false)
}

function printPower(ten: number, isNegative: boolean): string {
  let whole = Math.floor(ten)
  let front = (10 ** (ten - whole)).toFixed(1)
  if (front === '10.0') {
    front = '1.0'
    whole++
  }
  return `${isNegative ? '−' : ''}${front}×10${String(whole).replace(/./g, (sign) => raised[sign] ?? sign)}`
}

const raised: Readonly<Record<string, string>> = {
  '-': '⁻',
  '0': '⁰',
  '1': '¹',
  '2': '²',
  '3': '³',
  '4': '⁴',
  '5': '⁵',
  '6': '⁶',
  '7': '⁷',
  '8': '⁸',
  '9': '⁹',
}

/** Prints how many times the least effect that counts an effect is: `3.1×`. */
export function printTimes(size: number): string {
  return size >= 1000 ? '>999×' : `${size >= 99.5 ? size.toFixed(0) : size.toFixed(1)}×`
}

/** Prints words for a number of things: `1 row`, `1,000 rows`. */
export function printMany(count: number, thing: string): string {
  return `${printCount(count)} ${thing}${count === 1 ? '' : 's'}`
}
