// A cache store in a file: answers outlive the process.
import { DatabaseSync } from 'node:sqlite'
import type { CacheEntry, CacheStore } from 'plimsoll/core'
import { stringifyPlain } from 'plimsoll/core'

/** Options of `SqliteStore`. */
export interface SqliteStoreOptions {
  /** The file, or `:memory:`. */
  readonly path: string
  /** Entries kept at most; the one set longest ago goes first. @default 100 000 */
  readonly maxEntries?: number
  /** Milliseconds since 1970, for tests. @default Date.now */
  readonly now?: () => number
}

/** Synchronous, as `node:sqlite` is: a hit costs no promise. A fault of the file is thrown, and harms no call. */
export class SqliteStore implements CacheStore {
  private readonly database: DatabaseSync
  private readonly maxEntries: number
  private readonly now: () => number

  constructor({ path, maxEntries = 100_000, now = () => Date.now() }: SqliteStoreOptions) {
    this.maxEntries = maxEntries
    this.now = now
    this.database = new DatabaseSync(path)
    this.database.exec(`
      PRAGMA journal_mode = WAL;
      CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, value TEXT, stored_at REAL, gone_at REAL)`)
  }

  get(key: string): CacheEntry | undefined {
    const row = this.database
      .prepare('SELECT value, stored_at FROM answers WHERE key = ? AND gone_at > ?')
      .get(textOf(key), this.now())
    if (row === undefined) return undefined
    return { value: JSON.parse(String(row['value'])) as unknown, storedAt: Number(row['stored_at']) }
  }

  set(key: string, { value, storedAt }: CacheEntry, ttl: number): void {
    // What JSON would change (a Date, NaN) is refused: it must not come back as something else.
    const text = stringifyPlain(value)
    this.database
      .prepare('INSERT OR REPLACE INTO answers (key, value, stored_at, gone_at) VALUES (?, ?, ?, ?)')
      .run(textOf(key), text, storedAt, this.now() + ttl)
    // Each set gives its row a new highest number, so what is kept is the newest.
    this.database
      .prepare('DELETE FROM answers WHERE rowid <= (SELECT max(rowid) FROM answers) - ?')
      .run(this.maxEntries)
  }

  delete(key: string): void {
    this.database.prepare('DELETE FROM answers WHERE key = ?').run(textOf(key))
  }

  /** Closes the file; a second time does nothing. */
  close(): void {
    if (this.database.isOpen) this.database.close()
  }
}

/** Keys may hold what no SQL text can, such as a zero character or half of an emoji: JSON escapes both. */
function textOf(key: string): string {
  return JSON.stringify(key)
}
