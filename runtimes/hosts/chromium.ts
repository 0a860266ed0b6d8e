// Runs in Node: opens a page in Chromium, served over http from this machine, and has it run each case.
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import process from 'node:process'
import { chromium } from 'playwright-core'
import type { Outcome } from '../results.ts'
import { runCases } from './run-cases.ts'
import { readTask, tell } from './task.ts'

const task = readTask()
const [executablePath = '', script = ''] = process.argv.slice(-3)
if (!existsSync(executablePath)) throw new Error(`no Chromium at ${executablePath}`)

const server = createServer((request, response) => {
  if (request.url === '/crash') {
    // Ends the page's own process, with the case still under way.
    page.goto('chrome://crash').catch(() => undefined)
  } else if (request.url === '/page.js') {
    response.writeHead(200, { 'content-type': 'text/javascript' }).end(readFileSync(script))
  } else {
    response.writeHead(200, { 'content-type': 'text/html' })
    response.end('<!doctype html><title>cases</title><script type="module" src="/page.js"></script>')
  }
})
await new Promise<void>((resolve) => {
  server.listen(0, '127.0.0.1', resolve)
})

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
const page = await browser.newPage()
page.on('console', (message) => process.stderr.write(`${message.text()}\n`))
page.on('pageerror', (error) => process.stderr.write(`${String(error)}\n`))
page.on('crash', () => process.exit(1))
await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
await tell({ kind: 'runtime', version: browser.version(), notes: [] })

/** What the page's script puts in the page. */
interface Page {
  readonly ids: readonly string[]
  runOne(id: string, runtime: string): Promise<Outcome>
}

await page.waitForFunction(() => 'runOne' in globalThis)
await runCases(
  await page.evaluate(() => (globalThis as unknown as Page).ids),
  task,
  (id) =>
    page.evaluate((given) => (globalThis as unknown as Page).runOne(given.id, given.runtime), {
      id,
      runtime: task.runtime,
    }),
  tell,
)
await browser.close()
process.exit(0)
