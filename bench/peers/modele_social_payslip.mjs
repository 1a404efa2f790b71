// Times one French payslip by publicodes with modele-social, warm: prints one JSON object.
// The two packages are found from the current folder.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const require = createRequire(process.cwd() + '/')
const load = async (name) => (await import(pathToFileURL(require.resolve(name)).href)).default
const publicodes = await load('publicodes')
const Engine = publicodes.default ?? publicodes
const engine = new Engine(await load('modele-social'), { logger: { log() {}, warn() {}, error() {} } })
const wanted = ['salarié . rémunération . net . à payer avant impôt', 'salarié . coût total employeur']

const milliseconds = (gross) => {
  const started = performance.now()
  engine.setSituation({
    date: '01/2026',
    'salarié . contrat': "'CDI'",
    'salarié . contrat . salaire brut': `${gross} €/mois`,
  })
  for (const name of wanted) engine.evaluate(name)
  return performance.now() - started
}

milliseconds(3000)
const times = Array.from({ length: 31 }, (_, step) => milliseconds(2000 + step * 13)).sort((a, b) => a - b)
const { version } = JSON.parse(readFileSync(`${process.cwd()}/node_modules/modele-social/package.json`, 'utf8'))
process.stdout.write(JSON.stringify({ one_act_ms: times[15], version }))
