import { parentPort, workerData } from 'node:worker_threads'
import { playStretch } from './play.ts'
import type { Stretch, WorkerData } from './play.ts'
import { simulations } from './simulations.ts'

const { simulation: name, seed } = workerData as WorkerData
const load = simulations[name]
if (parentPort === null || load === undefined) throw new Error(`no simulation ${name}`)
const port = parentPort
const simulation = await load()
port.on('message', (stretch: Stretch) => {
  playStretch(simulation, stretch, seed).then(
    (played) => port.postMessage(played),
    (error: unknown) => {
      throw error
    },
  )
})
