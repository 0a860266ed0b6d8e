import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import process from 'node:process'

type Handle = (request: Request) => Promise<Response>

/** The part of Bun's and Deno's own servers that is used. */
interface OwnServers {
  readonly Bun?: {
    serve(options: { port: number; hostname: string; fetch: Handle }): { readonly url: URL }
  }
  readonly Deno?: {
    serve(
      options: { port: number; hostname: string; onListen: (address: { readonly port: number }) => void },
      handle: Handle,
    ): unknown
  }
}

/** Serves a handler with the runtime's own server; resolves to its origin. */
export function serve(handle: Handle): Promise<string> {
  const { Bun: bun, Deno: deno } = globalThis as OwnServers
  const hostname = '127.0.0.1'
  if (bun !== undefined) {
    return Promise.resolve(bun.serve({ port: 0, hostname, fetch: handle }).url.origin)
  }
  return new Promise((resolve) => {
    if (deno !== undefined) {
      const onListen = ({ port }: { readonly port: number }): void => resolve(`http://${hostname}:${port}`)
      deno.serve({ port: 0, hostname, onListen }, handle)
      return
    }
    const server = createServer((request, response) => {
      answer(handle, request, response).catch((error: unknown) => {
        process.stderr.write(`${String(error)}\n`)
        response.destroy()
      })
    })
    server.listen(0, hostname, () => {
      resolve(`http://${hostname}:${(server.address() as AddressInfo).port}`)
    })
  })
}

async function answer(handle: Handle, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController()
  response.on('close', () => {
    if (!response.writableFinished) gone.abort()
  })
  const { url = '/', method = 'GET' } = request
  const answered = await handle(new Request(new URL(url, 'http://node'), { method, signal: gone.signal }))
  if (response.destroyed) return
  response.writeHead(answered.status, { 'content-type': 'application/json' })
  response.end(await answered.text())
}
