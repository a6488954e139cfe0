import Anthropic from '@anthropic-ai/sdk';

/** One call, one stream; every piece of text is printed as it arrives. */
const client = new Anthropic({ maxRetries: 0, ...(process.argv[2] && { baseURL: process.argv[2] }) });
const print = (value: object): void => void process.stdout.write(`${JSON.stringify(value)}\n`);
const ask = {
  model: 'claude-test',
  max_tokens: 100,
  messages: [{ role: 'user', content: process.argv[3] ?? 'hello' }],
} satisfies Anthropic.MessageCreateParamsNonStreaming;

try {
  const { content } = await client.messages.create(ask);
  print({ whole: content[0]?.type === 'text' ? content[0].text : undefined });
  for await (const event of await client.messages.create({ ...ask, stream: true })) {
    if (event.type === 'content_block_delta' && event.delta.type === 'text_delta')
      print({ delta: event.delta.text });
  }
} catch (error) {
  if (!(error instanceof Anthropic.APIError)) throw error;
  print({ status: error.status, reason: error.headers?.get('x-weir-block-reason'), message: error.message });
}
