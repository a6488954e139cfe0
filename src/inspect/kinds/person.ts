/** What all kinds of personal data have in common. */
export const PERSON = { vendor: 'PII', category: 'personal-data' } as const;
