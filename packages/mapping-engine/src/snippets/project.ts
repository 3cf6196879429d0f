import { provenVersion } from '../runtime/versions.ts'

/** The files of a project that runs a flow, for those who start from nothing: name to text. */
export function projectFiles(flow: string): Record<string, string> {
  return {
    'flow.json': flow,
    'package.json': `${JSON.stringify(packageJson, null, 2)}\n`,
    Dockerfile: dockerfile,
    '.github/workflows/check.yml': workflow,
    'README.md': readme,
  }
}

const packageJson = {
  name: 'walkeros-to-kafka',
  private: true,
  type: 'module',
  scripts: {
    validate: 'walkeros validate flow.json --strict',
    push: 'walkeros push flow.json',
    start: 'walkeros run flow.json',
  },
  dependencies: { '@walkeros/cli': provenVersion },
}

const dockerfile = `FROM node:24-slim
WORKDIR /app
COPY package.json flow.json ./
RUN npm install
USER node
CMD ["npm", "start"]
`

const workflow = `name: check
on: [push, pull_request]
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-node@v5
        with:
          node-version: 24
      - run: npm install
      - run: npm run validate
      # The step examples of flow.json give what they expect. Name the repository of the designer here.
      - uses: actions/checkout@v5
        with:
          repository: OWNER/kafka-mapping-designer
          path: designer
      - run: cd designer && npx -y pnpm check ../flow.json --reporter junit > ../check.xml
`

const readme = `# walkerOS to Kafka

\`flow.json\` says which record each event becomes. Its step examples are tests: change a rule, and they say what changes.

| command | does |
|---|---|
| \`npm install\` | installs the walkerOS command line |
| \`npm run validate\` | checks the flow file |
| \`npm run push -- -e event.json\` | sends one event to Kafka |
| \`npm start\` | runs the flow; a source in it takes events in |

The brokers stand in \`flow.json\`; secrets come from the environment, as \`$env.NAME\`. A failed send is logged and not
answered: read the topic to know what arrived.
`
