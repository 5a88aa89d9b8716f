import DOMPurify from 'dompurify';
import MarkdownIt from 'markdown-it';

const parser = new MarkdownIt({ html: false, linkify: false, typographer: false });

/**
 * A lesson's Markdown as elements to put on the page. Lessons may come from strangers: raw HTML stays text, and what
 * the Markdown makes is sanitised once more. Links leave in a new tab, so that a running lab is never lost to one.
 */
export function markdownToFragment(markdown: string): DocumentFragment {
  return toFragment(parser.render(markdown));
}

/** The same for a phrase: no paragraph around it. */
export function phraseToFragment(markdown: string): DocumentFragment {
  return toFragment(parser.renderInline(markdown));
}

function toFragment(html: string): DocumentFragment {
  const fragment = DOMPurify.sanitize(html, {
    USE_PROFILES: { html: true },
    FORBID_TAGS: ['style', 'form', 'input', 'button', 'iframe'],
    FORBID_ATTR: ['style'],
    RETURN_DOM_FRAGMENT: true,
  });
  for (const link of fragment.querySelectorAll('a[href]')) {
    if (link.getAttribute('href')?.startsWith('#')) continue;
    link.setAttribute('target', '_blank');
    link.setAttribute('rel', 'noopener noreferrer');
  }
  // A block of code that scrolls sideways must be reachable by keyboard.
  for (const block of fragment.querySelectorAll('pre')) block.setAttribute('tabindex', '0');
  return fragment;
}
