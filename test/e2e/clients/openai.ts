import OpenAI from 'openai';

/** One call, one stream; every event is printed as it arrives. */
const client = new OpenAI({ maxRetries: 0, ...(process.argv[2] && { baseURL: process.argv[2] }) });
const print = (value: object): void => void process.stdout.write(`${JSON.stringify(value)}\n`);
const ask = {
  model: 'gpt-test',
  messages: [{ role: 'user', content: process.argv[3] ?? 'hello' }],
} satisfies OpenAI.ChatCompletionCreateParamsNonStreaming;

try {
  const whole = await client.chat.completions.create(ask);
  print({ whole: whole.choices[0]?.message.content });
  for await (const chunk of await client.chat.completions.create({ ...ask, stream: true })) {
    print({ delta: chunk.choices[0]?.delta.content });
  }
} catch (error) {
  if (!(error instanceof OpenAI.APIError)) throw error;
  print({ status: error.status, reason: error.headers?.get('x-weir-block-reason'), message: error.message });
}
