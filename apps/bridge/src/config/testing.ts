import type { Profile } from './profile.ts'

/** A profile that allows everything; give only what a test is about. */
export const aProfile = (changes: Partial<Profile> = {}): Profile => ({
  name: 'test',
  environment: 'local',
  brokers: [],
  mayProduce: true,
  mayCreateTopics: true,
  mayDeleteTopics: true,
  topics: ['*'],
  ...changes,
})
