// A guard around a language model: structured answers, rate limits, priorities and a budget.
// Run it with `node examples/llm-client/main.ts`.
import { checkCases, say, table, tally, tell, title } from '../promises.ts'
import { play } from './acts.ts'
import { costBudgetCases, priorityGateCases } from './conformance.ts'
import { checkPromises, outcomesOf } from './promises.ts'
import { startProvider } from './provider.ts'

const provider = await startProvider()
// `BREAK_PROMISES=1` lets everybody call as if critical, to show that promises can be broken.
const result = await play(provider, process.env['BREAK_PROMISES'] !== '1')
await provider.close()

say(title('The guard'), result.explained, title('What happened'))
say(
  ...table(
    Object.values(result.acts).map(({ name, calls, large, small }) => ({
      act: name,
      calls: calls.length,
      'asked large': large,
      'asked small': small,
      'callers got': tally(outcomesOf(calls)),
    })),
  ),
)
tell([
  await checkCases('The priority gate', priorityGateCases()),
  await checkCases('The cost budget', costBudgetCases()),
  ...checkPromises(result, provider),
])
