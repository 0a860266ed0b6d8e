import { equal, ok, wait } from '../cases/assert.ts'
import { notHere } from '../cases/case.ts'
import type { Suite } from '../cases/case.ts'
import type { Reply, Send } from './send.ts'

/** How requests end: answers by source, refusals by code, counted. */
function ends(replies: readonly Reply[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { code, source } of replies) {
    const end = code ?? source ?? ''
    counts[end] = (counts[end] ?? 0) + 1
  }
  return counts
}

const times = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i))

/**
 * Cases in which one guard at module scope serves requests that come separately, some at the same time.
 *
 * @param send how a request reaches the app
 * @param log what the runtime has written so far, where I/O belongs to requests
 */
export function requestSuite(send: Send, log?: () => string): Suite {
  const sendAndLeave = async (path: string, ms: number): Promise<void> => {
    const end = await send(path, ms).then(
      () => 'answered',
      () => 'left',
    )
    equal(end, 'left', 'a client that leaves')
  }
  const open = async (name: string): Promise<void> => {
    for (let i = 0; i < 3; i++) await send(`/${name}/predict?fail`)
  }
  const noFaults = async (name: string): Promise<void> => {
    equal((await send(`/${name}/stats`)).faults, {}, 'faults')
  }

  return {
    name: 'requests',
    cases: [
      {
        name: 'guards made at module scope start, and answer their first request through every stage',
        async run() {
          const first = await send('/full/predict?user=ada')
          equal([first.user, first.source], ['ada', 'live'], 'the first answer')
          const failed = await send('/full/predict?user=bob&fail')
          equal([failed.user, failed.source, failed.attempts], ['nobody', 'fallback', 2], 'a failure')
          await noFaults('full')
        },
      },
      {
        name: 'a deadline ends the call of a request whose target never answers',
        async run() {
          const begun = performance.now()
          const { code } = await send('/hasty/predict?ms=-1')
          const took = performance.now() - begun
          equal(code, 'PLIMSOLL_DEADLINE_EXCEEDED', 'the end')
          ok(took > 140 && took < 1_500, `ended after ${took} ms instead of 150`)
        },
      },
      {
        name: 'deadlines of requests at once end each by itself, the shortest first',
        async run() {
          const order: number[] = []
          const hanging = [400, 100, 300, 200].map(async (deadline) => {
            const { code } = await send(`/plain/predict?ms=-1&deadline=${deadline}`)
            equal(code, 'PLIMSOLL_DEADLINE_EXCEEDED', `the end at ${deadline} ms`)
            order.push(deadline)
          })
          const answered = times(6, (i) => send(`/plain/predict?user=u${i}&ms=${20 * i}&deadline=1000`))
          const [replies] = await Promise.all([Promise.all(answered), ...hanging])
          equal(ends(replies), { live: 6 }, 'the others')
          equal(order, [100, 200, 300, 400], 'the order of ends')
        },
      },
      {
        name: 'a deadline still holds when the request before it, with an earlier one, has lost its client',
        async run() {
          const leaving = sendAndLeave('/hasty/predict?ms=-1&deadline=100', 30)
          const staying = times(3, () => send('/hasty/predict?ms=-1'))
          const [replies] = await Promise.all([Promise.all(staying), leaving])
          equal(ends(replies), { PLIMSOLL_DEADLINE_EXCEEDED: 3 }, 'the others')
          equal((await send('/hasty/predict')).source, 'live', 'the next request')
        },
      },
      {
        name: 'failures of separate requests open the circuit for all',
        async run() {
          await open('opening')
          const after = await Promise.all(times(4, () => send('/opening/predict')))
          equal(ends(after), { PLIMSOLL_CIRCUIT_OPEN: 4 }, 'requests at once')
          equal((await send('/opening/stats')).asked, 3, 'calls of the target')
        },
      },
      {
        name: 'half-open, of requests at once as many reach the target as there are probes',
        async run() {
          await open('probed')
          await wait(250)
          const replies = await Promise.all(times(12, (i) => send(`/probed/predict?user=u${i}&ms=80`)))
          equal(ends(replies), { live: 2, PLIMSOLL_CIRCUIT_OPEN: 10 }, 'requests at once')
          const after = await Promise.all(times(6, () => send('/probed/predict')))
          equal(ends(after), { live: 6 }, 'requests once closed')
          await noFaults('probed')
        },
      },
      {
        name: 'half-open, a probe that fails in one request opens the circuit for all',
        async run() {
          await open('reopening')
          await wait(250)
          const probe = send('/reopening/predict?ms=60&fail')
          await wait(20)
          const beside = times(3, () => send('/reopening/predict'))
          equal(
            ends(await Promise.all([probe, ...beside])),
            { other: 1, PLIMSOLL_CIRCUIT_OPEN: 3 },
            'at once',
          )
          equal((await send('/reopening/predict')).code, 'PLIMSOLL_CIRCUIT_OPEN', 'the next request')
          await wait(250)
          equal((await send('/reopening/predict')).source, 'live', 'the next probe')
          await noFaults('reopening')
        },
      },
      {
        name: 'a probe whose client leaves does not lock the circuit',
        async run() {
          await open('deserted')
          await wait(250)
          await sendAndLeave('/deserted/predict?ms=3000', 50)
          await wait(250)
          equal((await send('/deserted/predict')).source, 'live', 'the next probe')
          const after = await Promise.all(times(4, () => send('/deserted/predict')))
          equal(ends(after), { live: 4 }, 'requests once closed')
          await noFaults('deserted')
        },
      },
      {
        name: 'retries of requests at once wait each on timers of their own',
        async run() {
          const replies = await Promise.all(times(8, (i) => send(`/retrying/predict?user=u${i}&ms=10&fail`)))
          equal(ends(replies), { live: 8 }, 'ends')
          equal(
            replies.map(({ user }) => user),
            times(8, (i) => `u${i}`),
            'answers',
          )
          equal((await send('/retrying/stats')).asked, 16, 'calls of the target')
          await noFaults('retrying')
        },
      },
      {
        name: 'an answer that one request stored answers others, also at once',
        async run() {
          equal((await send('/cached/predict?user=ada&ms=20')).source, 'live', 'the first request')
          const replies = await Promise.all(times(5, () => send('/cached/predict?user=ada&ms=20')))
          equal(ends(replies), { cache: 5 }, 'equal inputs')
          equal((await send('/cached/stats')).asked, 1, 'calls of the target')
          await noFaults('cached')
        },
      },
      {
        name: 'equal inputs at once are all answered, also when the client of the first one leaves',
        async run() {
          const leaving = sendAndLeave('/led/predict?user=ada&ms=150', 50)
          await wait(10)
          const followers = times(4, () => send('/led/predict?user=ada&ms=150'))
          const [replies] = await Promise.all([Promise.all(followers), leaving])
          equal(
            replies.map(({ user }) => user),
            times(4, () => 'ada'),
            'answers',
          )
          equal((await send('/led/predict?user=ada&ms=150')).source, 'cache', 'the next request')
          await noFaults('led')
        },
      },
      {
        name: 'single-flight: equal inputs at once ask the target once',
        async run() {
          const replies = await Promise.all(times(8, () => send('/shared/predict?user=ada&ms=120')))
          equal(ends(replies), { live: 1, cache: 7 }, 'ends')
          equal(new Set(replies.map(({ user }) => user)), new Set(['ada']), 'answers')
          equal((await send('/shared/stats')).asked, 1, 'calls of the target')
          await noFaults('shared')
        },
      },
      {
        name: 'single-flight: a failure of the target is that of all who waited for it',
        async run() {
          const before = (await send('/shared/stats')).asked ?? 0
          const replies = await Promise.all(times(5, () => send('/shared/predict?user=bob&ms=120&fail')))
          equal(ends(replies), { other: 5 }, 'ends')
          equal((await send('/shared/stats')).asked, before + 1, 'calls of the target')
        },
      },
      {
        name: 'single-flight: who waits for another request ends by its own deadline, and alone',
        async run() {
          const before = (await send('/shared/stats')).asked ?? 0
          const leading = send('/shared/predict?user=cy&ms=300')
          await wait(30)
          const staying = times(2, () => send('/shared/predict?user=cy&ms=300'))
          const begun = performance.now()
          const { code } = await send('/shared/predict?user=cy&ms=300&deadline=80')
          const took = performance.now() - begun
          equal(code, 'PLIMSOLL_DEADLINE_EXCEEDED', 'the end')
          ok(took > 70 && took < 250, `ended after ${took} ms instead of 80`)
          equal(ends(await Promise.all([leading, ...staying])), { live: 1, cache: 2 }, 'the others')
          equal((await send('/shared/stats')).asked, before + 1, 'calls of the target')
        },
      },
      {
        name: 'single-flight: a request takes over from one whose client left',
        async run() {
          const leaving = sendAndLeave('/handed/predict?user=ada&ms=250', 80)
          await wait(20)
          const staying = times(4, () => send('/handed/predict?user=ada&ms=250'))
          const [replies] = await Promise.all([Promise.all(staying), leaving])
          equal(ends(replies), { live: 1, cache: 3 }, 'ends')
          const { asked, inFlight } = await send('/handed/stats')
          equal({ asked, inFlight }, { asked: 2, inFlight: 0 }, 'calls')
          await noFaults('handed')
        },
      },
      {
        name: 'a label joins a decision that another request made',
        async run() {
          const { id } = await send('/labelled/predict')
          const outcome = `/labelled/outcome?good&id=${id}`
          equal(
            [await send(outcome), await send(outcome)],
            [{ result: 'joined' }, { result: 'unknown' }],
            'labels',
          )
        },
      },
      {
        name: 'a rollback that labels of many requests decided holds for the next ones',
        async run() {
          const seen = new Set<string | undefined>()
          for (let i = 0; i < 200; i++) {
            const { id, variant } = await send(`/released/predict?user=u${i}`)
            seen.add(variant)
            await send(`/released/outcome?id=${id}${variant === 'v2' ? '' : '&good'}`)
            if ((await send('/released/stats')).state === 'rolled back') break
          }
          equal([seen.has('v1'), seen.has('v2')], [true, true], 'variants before')
          equal((await send('/released/stats')).state, 'rolled back', 'the state')
          const after = await Promise.all(times(20, (i) => send(`/released/predict?user=w${i}`)))
          equal(new Set(after.map(({ variant }) => variant)).size, 1, 'variants afterwards')
        },
      },
      {
        name: 'a request whose client leaves ends its call, where the runtime tells of it',
        async run() {
          await sendAndLeave('/abandoned/predict?ms=-1', 60)
          await wait(60)
          const { aborted, inFlight } = await send('/abandoned/stats')
          equal({ aborted, inFlight }, { aborted: 1, inFlight: 0 }, 'calls')
        },
      },
      {
        name: 'a drain asked for by one request waits for the call of another',
        async run() {
          const under = send('/drained/predict?ms=150')
          await wait(40)
          const drained = send('/drained/drain')
          const refused = wait(20).then(() => send('/drained/predict'))
          const [answer, drain, refusal] = await Promise.all([under, drained, refused])
          equal([answer.source, drain.drained], ['live', true], 'the call under way, and the drain')
          equal(refusal.code, 'PLIMSOLL_CLOSED', 'a request once drained')
        },
      },
      {
        name: 'nothing was done on behalf of another request',
        run: () =>
          Promise.resolve().then(() => {
            if (log === undefined) notHere('I/O does not belong to requests in this runtime')
            const wrong = log()
              .split('\n')
              .filter((line) => /different request|global scope|hang|uncaught/i.test(line))
            equal(wrong, [], 'what the runtime wrote')
          }),
      },
    ],
  }
}
