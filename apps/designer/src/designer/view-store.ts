import { createStore, type StoreApi } from 'zustand/vanilla'
import type { KeptTexts } from '../document/browser-storage.ts'
import { noFolds } from '../ui/json-folds.ts'
import { readSearches, searchesKey } from './record-searches.ts'
import type { ViewState } from './view-state.ts'

export type ViewStore = StoreApi<ViewState>

const themeKey = 'kafka-mapping-designer.theme'

export function createViewStore(storage: Pick<KeptTexts, 'getItem' | 'setItem'>): ViewStore {
  const stored = storage.getItem(themeKey)
  return createStore<ViewState>()((set) => ({
    theme: stored === 'light' || stored === 'dark' ? stored : 'system',
    editorTab: 'form',
    codeScope: 'file',
    pane: 'record',
    screen: 'design',
    reviewTab: 'matrix',
    compared: { before: 'saved', after: 'draft', file: null, events: null, over: 'samples' },
    contract: { topic: null, format: 'schema', against: 'saved' },
    clusterTab: 'topics',
    clusterTopic: null,
    clusterRecord: null,
    problemsPane: 'auto',
    overlay: null,
    tourStep: null,
    recordTab: 'value',
    valueFormat: 'pretty',
    recordSearch: null,
    searches: readSearches(storage.getItem(searchesKey)),
    isNamingSearch: false,
    isProduceOpen: false,
    produceScope: 'this',
    wanted: {},
    sampleBox: null,
    pathTarget: null,
    renamedField: null,
    newRow: null,
    focusOn: null,
    goTo: null,
    goToFile: null,
    link: null,
    selectedRows: new Set(),
    rowQuestion: null,
    selecting: null,
    selectedSamples: new Set(),
    menu: null,
    folds: noFolds,
    whatIf: null,
    notice: null,
    warning: null,
    offer: null,
    actions: {
      setTheme(theme) {
        storage.setItem(themeKey, theme)
        set({ theme })
      },
      showScreen: (screen) => set({ screen }),
      showReview: (reviewTab) => set({ screen: 'review', reviewTab }),
      compare: (sides) =>
        set(({ compared }) => ({
          screen: 'review',
          reviewTab: 'compare',
          compared: { ...compared, ...sides },
        })),
      setContract: (change) => set(({ contract }) => ({ contract: { ...contract, ...change } })),
      show: (pane) => set({ screen: 'design', pane, ...(pane === 'problems' && { problemsPane: 'open' as const }) }),
      openProblems: () => set({ problemsPane: 'open' }),
      closeProblems: () => set({ problemsPane: 'closed' }),
      showEditor: (editorTab) => set({ screen: 'design', pane: 'rules', editorTab }),
      chooseEditorTab: (editorTab) => set({ editorTab }),
      chooseCodeScope: (codeScope) => set({ codeScope }),
      chooseRecordTab: (recordTab) => set({ recordTab }),
      chooseValueFormat: (valueFormat) => set({ valueFormat }),
      showRecord: (recordTab) => set({ screen: 'design', pane: 'record', recordTab }),
      showCluster: (clusterTab, clusterTopic, clusterRecord = null) =>
        set({ screen: 'cluster', clusterTab, ...(clusterTopic !== undefined && { clusterTopic, clusterRecord }) }),
      showSearch: ({ topic, query, search }) =>
        set({
          screen: 'cluster',
          clusterTab: 'records',
          clusterTopic: topic,
          clusterRecord: null,
          recordSearch: { topic, query, search },
        }),
      keepSearches(searches) {
        storage.setItem(searchesKey, JSON.stringify(searches))
        set({ searches })
      },
      nameSearch: (isNamingSearch) => set({ isNamingSearch }),
      returnTo: ({ screen, clusterTab, clusterTopic }) => set({ screen, clusterTab, clusterTopic }),
      openSampleBox: (sampleBox) => set({ screen: 'design', pane: 'samples', sampleBox }),
      focusOn: (focusOn) => set({ focusOn }),
      goTo: (goTo) => set({ screen: 'design', pane: 'rules', goTo }),
      goToFile: (goToFile) => set({ screen: 'design', pane: 'rules', editorTab: 'code', codeScope: 'file', goToFile }),
      arrive: () => set({ goTo: null, goToFile: null }),
      setLink: (link) => set({ link }),
      setNewRow: (newRow) => set({ newRow }),
      renameField: (renamedField) =>
        set({ renamedField, ...(renamedField !== null && { screen: 'design', pane: 'samples' }) }),
      setPathTarget: (pathTarget) => set({ pathTarget }),
      open: (overlay) => set({ overlay }),
      closeOverlay: () => set({ overlay: null }),
      keepWanted: (event, typed) => set(({ wanted }) => ({ wanted: { ...wanted, [event]: typed } })),
      openProduce: (produceScope) => set({ isProduceOpen: true, ...(produceScope && { produceScope }) }),
      closeProduce: () => set({ isProduceOpen: false }),
      setProduceScope: (produceScope) => set({ produceScope }),
      setTourStep: (tourStep) => set({ tourStep }),
      selectRows: (selectedRows) => set({ selectedRows, rowQuestion: null }),
      askRows: (rowQuestion) => set({ rowQuestion }),
      selectSamples: (selectedSamples) => set({ selectedSamples }),
      setSelecting: (selecting) =>
        set(
          selecting === null
            ? { selecting, selectedRows: new Set(), selectedSamples: new Set(), rowQuestion: null }
            : { selecting },
        ),
      openMenu: (menu) => set({ menu }),
      fold: (folds) => set({ folds }),
      setWhatIf: (whatIf) => set({ whatIf }),
      warn: (warning) => set({ warning }),
      say: (text, step) => set({ notice: text === null ? null : { text, step } }),
      setOffer: (offer) => set({ offer }),
    },
  }))
}
