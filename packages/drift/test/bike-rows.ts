import { existsSync, readFileSync, readdirSync } from 'node:fs'

/** One hour of bicycle rentals: text and numbers by the names of the file's columns. */
export type BikeRow = Readonly<Record<string, string | number>>

/**
 * The folder of the data, which is not part of the repository: `data/bike-sharing` of any folder that lies beside it;
 * `undefined` where there is none.
 */
const folder = ((): URL | undefined => {
  const beside = new URL('../../../../', import.meta.url)
  const found = readdirSync(beside, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => new URL(`${encodeURIComponent(name)}/data/bike-sharing/`, beside))
  return found.find((url) => existsSync(new URL('facts.json', url)))
})()

/** Whether the data is there. */
export const hasBikes: boolean = folder !== undefined

/** Reads a file of the data. */
export function bikeFile(name: string): string {
  return readFileSync(new URL(name, folder), 'utf8')
}

/** Reads the rows of a file, one an hour. */
export function bikeRows(name: string): BikeRow[] {
  const [head = '', ...lines] = bikeFile(name).trim().split('\n')
  const names = head.split(',')
  return lines.map((line) => {
    const cells = line.split(',')
    return Object.fromEntries(
      names.map((column, i) => {
        const text = cells[i] ?? ''
        const number = Number(text)
        return [column, text === '' || Number.isNaN(number) ? text : number]
      }),
    )
  })
}
