import { tick } from 'svelte';

/** Puts a text into a field as a person would leave it there. */
export async function type(field: HTMLInputElement | HTMLTextAreaElement, text: string): Promise<void> {
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await tick();
}
