import { z } from 'zod';

// Without this zod compiles its objects with `new Function`, which a strict content security policy forbids and reports.
z.config({ jitless: true });

export { z };
