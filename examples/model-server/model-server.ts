// Stands in for a model server: HTTP on this machine, as well or as ill as it is told to be.
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** How the server is. */
export type Mood =
  /** Answers at once. */
  | 'well'
  /** Fails every third request. */
  | 'flaky'
  /** Takes three seconds. */
  | 'slow'
  /** Answers 503 and asks to be left alone for half a minute. */
  | 'overloaded'
  /** Answers with what is no probability. */
  | 'wrong'
  /** Cuts every connection. */
  | 'down'
  /** Takes the request and never answers. */
  | 'hangs'

/** The server, and what it saw. */
export interface ModelServer {
  readonly url: string
  mood: Mood
  /** Requests that came. */
  readonly asked: number
  /** Requests whose caller hung up before the answer. */
  readonly abandoned: number
  close(): Promise<void>
}

export const slowness = 3_000

/** Starts the server on a free port. */
export async function startModelServer(): Promise<ModelServer> {
  let mood: Mood = 'well'
  let asked = 0
  let abandoned = 0

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    asked++
    const number = asked
    const isCut = mood === 'down'
    response.on('close', () => {
      if (!response.writableEnded && !isCut) abandoned++
    })
    const payment = JSON.parse(await textOf(request)) as { amount: number; country: string }
    const risk = Math.min(1, payment.amount / 2_000)
    if (payment.country === 'ZZ') return send(response, 422, { error: 'no such country' })
    switch (mood) {
      case 'well':
        return send(response, 200, { risk })
      case 'flaky':
        return number % 3 === 0 ? send(response, 500, {}) : send(response, 200, { risk })
      case 'slow': {
        const timer = setTimeout(() => send(response, 200, { risk }), slowness)
        response.on('close', () => clearTimeout(timer))
        return
      }
      case 'overloaded':
        response.setHeader('retry-after', '30')
        return send(response, 503, {})
      case 'wrong':
        return send(response, 200, { risk: 1 + risk })
      case 'down':
        request.socket.destroy()
        return
      case 'hangs':
    }
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get mood() {
      return mood
    },
    set mood(next) {
      mood = next
    },
    get asked() {
      return asked
    },
    get abandoned() {
      return abandoned
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text
}
