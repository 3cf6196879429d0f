// What a screen reader finds: landmarks, headings, names and states of the main screens.
import { expect, test } from '../fixtures.ts'

test('the first page is a heading, a box for events, and examples', async ({ designer }) => {
  await expect(designer.page.getByRole('main')).toMatchAriaSnapshot(`
    - main:
      - region "Paste an event, see the Kafka record":
        - heading "Paste an event, see the Kafka record" [level=2]
        - paragraph
        - textbox "Events"
        - text: /Events as JSON/
        - button "Use events" [disabled]
        - button "Import flow.json"
        - button "From a record that I want…"
      - region "Start from an example":
        - heading "Start from an example" [level=2]
        - paragraph
        - button /Shop orders/
        - button /Identity and consent/
        - button /The six basic cases/
  `)
})

test('the record is a list of terms, tabs and a value', async ({ designer }) => {
  await designer.example('Shop orders')
  await expect(designer.record.region).toMatchAriaSnapshot(`
    - region "Record":
      - heading "Record" [level=2]
      - term: Topic rule
      - definition: shop.orders
      - term: Key rule
      - definition: O-2415
      - tablist "Record details":
        - tab /Value/ [selected]
        - tab /Key/
        - tab /Headers/
        - tab "Why"
        - tab "Wire"
        - tab "Diff"
      - tabpanel /Value/:
        - group "Value format":
          - button "Pretty" [pressed]
          - button "Raw"
  `)
})

test('samples are a grid of rows, rules a tree, and the mapping a table', async ({ designer }) => {
  const { samples, rules, editor } = designer
  await designer.example('Shop orders')
  await expect(samples.region).toMatchAriaSnapshot(`
    - grid "Samples":
      - row /order complete shop.orders test passes, Two items, EUR Mapped/ [selected]
      - row /order complete/
  `)
  await expect(rules.region).toMatchAriaSnapshot(`
    - heading "Rules" [level=2]
    - treegrid "Rules":
      - row "Destination"
      - row "order" [expanded]
      - row "order complete, matches the selected sample" [selected]
      - row "order refund"
  `)
  await expect(editor.region.getByRole('table', { name: 'Mapped fields' })).toMatchAriaSnapshot(`
    - table "Mapped fields":
      - rowgroup:
        - row:
          - columnheader "Target field"
          - columnheader "Source"
          - columnheader "Value now"
          - columnheader "Actions"
      - rowgroup:
        - row /order_id/:
          - cell:
            - button "Details of order_id"
            - textbox "Target field order_id"
          - cell:
            - combobox "Source kind of order_id"
            - combobox "Source of order_id": data.id
          - cell /O-2415/
          - cell "Remove field order_id":
            - button "Remove field order_id"
  `)
})

test('the outcome is announced as it changes', async ({ designer }) => {
  const { page, editor } = designer
  await designer.example('Shop orders')
  const spoken = page.getByRole('contentinfo').getByRole('status')
  await expect(spoken.filter({ hasText: 'Mapped, to shop.orders with key O-2415' })).toHaveCount(1)
  await editor.topic.fill('elsewhere')
  await expect(spoken.filter({ hasText: 'Mapped, to elsewhere with key O-2415' })).toHaveCount(1)
})
