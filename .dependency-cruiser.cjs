/** Who may import whom; docs/architecture of the layers in one place. */
const engine = '^packages/mapping-engine/src/'
const designer = '^apps/designer/src/'
const bridge = '^apps/bridge/src/'
const test = '\\.(test|contract|kafka\\.test)\\.ts$|/testing'

/** The folders of the bridge from the ground up: none imports one that stands further down in this list. */
const bridgeFloors = [
  ['work', 'reading', 'temporary-files', 'stalling-proxy'],
  ['files', 'genuine'],
  ['config'],
  ['operation'],
  ['kafka'],
  ['registry', 'live', 'docs'],
  ['deliver', 'code'],
  ['produce', 'check'],
  ['replay', 'run', 'setup', 'compare'],
  ['http'],
  ['routes'],
  ['app'],
  ['testing'],
  ['testing-replays'],
  ['cli'],
  ['command-line'],
  ['main'],
]

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, dependencyTypesNot: ['type-only'] } },
    { name: 'apps-never-meet', severity: 'error', from: { path: designer }, to: { path: bridge } },
    { name: 'apps-never-meet-2', severity: 'error', from: { path: bridge }, to: { path: designer } },
    {
      name: 'shared-types-imports-zod-only',
      severity: 'error',
      from: { path: '^packages/shared-types/src/', pathNot: test },
      to: { pathNot: '^packages/shared-types/src/|node_modules/(\\.pnpm/)?zod' },
    },
    {
      name: 'engine-is-pure',
      severity: 'error',
      // Decision 0007: references are resolved by walkerOS itself, in one file. Published transformers are loaded in another.
      from: {
        path: engine,
        pathNot: `${test}|/genuine/|/docs/|^packages/mapping-engine/src/(flow/resolve-references|chain/load-ports)[.]ts$`,
      },
      to: { path: 'node_modules/.*(kafkajs|@platformatic|react|hono|@walkeros)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'engine-without-node',
      severity: 'error',
      from: { path: engine, pathNot: `${test}|/genuine/|/docs/` },
      to: { dependencyTypes: ['core'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'path-is-the-ground',
      severity: 'error',
      from: { path: `${engine}path/` },
      to: { path: `${engine}(value|rule|record|checks|flow)/` },
    },
    {
      name: 'value-knows-no-rule',
      severity: 'error',
      from: { path: `${engine}value/` },
      to: { path: `${engine}(rule|record|checks|flow)/` },
    },
    {
      name: 'rule-knows-no-record',
      severity: 'error',
      from: { path: `${engine}rule/`, pathNot: test },
      to: { path: `${engine}(record|checks|flow)/` },
    },
    {
      name: 'nothing-reads-checks',
      severity: 'error',
      from: { path: engine, pathNot: `${engine}(checks/|docs/|compile-destination|preview|follow-event|index)` },
      to: { path: `${engine}checks/` },
    },
    {
      name: 'kafka-clients-in-one-place',
      severity: 'error',
      from: { path: bridge, pathNot: `${bridge}kafka/|[.]test[.]ts$` },
      to: { path: 'node_modules/.*(kafkajs|@platformatic)' },
    },
    {
      name: 'routes-know-ports',
      severity: 'error',
      from: { path: `${bridge}routes/` },
      to: { path: `${bridge}kafka/(?!kafka-port)` },
    },
    ...bridgeFloors.slice(0, -1).map((folders, floor) => ({
      name: `bridge-${folders[0]}-imports-downwards`,
      severity: 'error',
      // What supports tests stands on the floors too; the tests themselves look at the product from outside.
      from: { path: `${bridge}(${folders.join('|')})(/|[.])`, pathNot: '[.]test[.]ts$' },
      to: {
        path: `${bridge}(${bridgeFloors
          .slice(floor + 1)
          .flat()
          .join('|')})(/|[.])`,
      },
    })),
    {
      name: 'document-preview-and-mapping-know-no-react',
      severity: 'error',
      from: { path: `${designer}(document|preview|mapping)/` },
      to: { path: 'node_modules/(\\.pnpm/)?react' },
    },
    {
      name: 'ui-imports-nothing-of-ours',
      severity: 'error',
      from: { path: `${designer}ui/` },
      to: { path: '^(apps|packages)/', pathNot: `${designer}ui/` },
    },
    {
      name: 'a-pane-imports-no-pane',
      severity: 'error',
      from: { path: `${designer}panes/([^/]+)/` },
      to: { path: `${designer}panes/`, pathNot: `${designer}panes/$1/` },
    },
    {
      name: 'nothing-below-imports-the-app',
      severity: 'error',
      from: { path: designer, pathNot: `${designer}(app/|main[.]tsx$)` },
      to: { path: `${designer}(app/|main[.]tsx$)` },
    },
    {
      name: 'floors-import-downwards',
      severity: 'error',
      from: { path: `${designer}(ui|document|bridge|preview|mapping|designer|monaco)/` },
      to: { path: `${designer}panes/` },
    },
    {
      name: 'data-knows-no-designer',
      severity: 'error',
      from: { path: `${designer}(document|bridge|preview|mapping)/` },
      to: { path: `${designer}(designer|monaco)/` },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.base.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(apps|packages)/[^/]+/dist/|\\.types/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'default'] },
  },
}
