/** What the chat endpoints of OpenAI and Anthropic answer, as far as their SDKs look. */

/** `POST /v1/chat/completions` */
export function openaiCompletion(text: string): string {
  return JSON.stringify({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_700_000_000,
    model: 'gpt-test',
    choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
  });
}

/** One event of a streamed completion. */
export function openaiEvent(text: string): string {
  const chunk = {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1_700_000_000,
    model: 'gpt-test',
    choices: [{ index: 0, delta: { content: text }, finish_reason: null }],
  };
  return `data: ${JSON.stringify(chunk)}\n\n`;
}

export const OPENAI_END = 'data: [DONE]\n\n';

/** `POST /v1/messages` */
export function anthropicMessage(text: string): string {
  return JSON.stringify(message([{ type: 'text', text }]));
}

function message(content: readonly object[]): object {
  return {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'claude-test',
    content,
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: 1, output_tokens: 1 },
  };
}

function anthropicData(event: { readonly type: string }): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}

export const ANTHROPIC_START =
  anthropicData({ type: 'message_start', ...{ message: message([]) } }) +
  anthropicData({
    type: 'content_block_start',
    ...{ index: 0, content_block: { type: 'text', text: '' } },
  });

/** One event of a streamed message. */
export function anthropicEvent(text: string): string {
  return anthropicData({ type: 'content_block_delta', ...{ index: 0, delta: { type: 'text_delta', text } } });
}

export const ANTHROPIC_END =
  anthropicData({ type: 'content_block_stop', ...{ index: 0 } }) + anthropicData({ type: 'message_stop' });
