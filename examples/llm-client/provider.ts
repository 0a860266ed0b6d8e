// Stands in for a provider of language models: HTTP on this machine, streamed, with limits and bad days.
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { countTokens } from './complete.ts'

/** How the large model is. The small one is always well. */
export type Mood =
  | 'well'
  /** Now and then it cuts its JSON short, or makes up an urgency. */
  | 'sloppy'
  /** The first request of each call is over the rate limit: 429, try again in a moment. */
  | 'limited'
  /** Over the rate limit for a minute. */
  | 'exhausted'
  /** Its tokens come to a halt. */
  | 'stalls'

/** One request, as the provider saw it. */
export interface Seen {
  readonly id: string
  readonly model: string
  readonly at: number
}

export interface Provider {
  readonly url: string
  mood: Mood
  readonly seen: readonly Seen[]
  /** Requests to the large model at the same time, at most. */
  readonly peak: number
  /** Streams of the large model that the caller hung up on. */
  readonly hungUp: number
  /** Tokens billed to a user, by model. */
  billed(user: string, model: string): number
  close(): Promise<void>
}

interface Body {
  readonly model: string
  readonly user: string
  readonly messages: readonly { readonly content: string }[]
}

/** How long the provider asks to be left alone when it is limited, in milliseconds. */
export const pause = 120
const tokenEvery = 5

/** Starts the provider on a free port. */
export async function startProvider(): Promise<Provider> {
  let mood: Mood = 'well'
  let sloppyRequests = 0
  let running = 0
  let peak = 0
  let hungUp = 0
  const seen: Seen[] = []
  const bills = new Map<string, number>()

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = JSON.parse(await textOf(request)) as Body
    const id = String(request.headers['x-request-id'])
    const isFirst = seen.every((earlier) => earlier.id !== id)
    seen.push({ id, model: body.model, at: performance.now() })
    const own = body.model === 'large' ? mood : 'well'
    if (body.model === 'large') watch(response)
    if (own === 'exhausted') return refuse(response, { 'retry-after': '60' })
    if (own === 'limited' && isFirst) return refuse(response, { 'retry-after-ms': String(pause) })

    const prompt = body.messages.map((message) => message.content).join('')
    let text = answerTo(prompt)
    if (own === 'sloppy') {
      sloppyRequests++
      if (sloppyRequests % 10 === 3) text = text.slice(0, -10)
      if (sloppyRequests % 10 === 6) text = text.replace(/"urgency":\d/, '"urgency":11')
    }
    await stream(response, text, own === 'stalls')
    const tokens = countTokens(prompt) + countTokens(text)
    const bill = `${body.user} ${body.model}`
    bills.set(bill, (bills.get(bill) ?? 0) + tokens)
    response.end(`data: ${JSON.stringify({ usage: tokens })}\n\ndata: [DONE]\n\n`)
  }

  const watch = (response: ServerResponse): void => {
    running++
    peak = Math.max(peak, running)
    response.on('close', () => {
      running--
      if (!response.writableEnded) hungUp++
    })
  }

  /** Sends the text in pieces; for ever unfinished where it stalls. */
  const stream = async (response: ServerResponse, text: string, stalls: boolean): Promise<void> => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    const pieces = text.match(/.{1,16}/gs) ?? []
    for (const piece of stalls ? pieces.slice(0, 2) : pieces) {
      response.write(`data: ${JSON.stringify({ delta: piece })}\n\n`)
      await sleep(tokenEvery)
    }
    if (stalls) await new Promise((_, reject) => response.on('close', () => reject(new Error('hung up'))))
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
    seen,
    get peak() {
      return peak
    },
    get hungUp() {
      return hungUp
    },
    billed: (user, model) => bills.get(`${user} ${model}`) ?? 0,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** What a sensible model would say. */
function answerTo(prompt: string): string {
  const ticket = prompt.slice(prompt.indexOf('The ticket:'))
  const team = /invoice|charged/.test(ticket)
    ? 'billing'
    : /password|log in/.test(ticket)
      ? 'access'
      : 'product'
  const urgency = /charged|locked/.test(ticket) ? 4 : 2
  return JSON.stringify({
    team,
    urgency,
    reply: 'Thank you, we are looking into it and will write by tomorrow.',
  })
}

function refuse(response: ServerResponse, headers: Readonly<Record<string, string>>): void {
  response.writeHead(429, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify({ error: 'rate limit' }))
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text
}
