// The set-up page: choose the time zone that the browser is in, where the list has it.
const select = document.querySelector("[data-guess-time-zone] select");
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (select && [...select.options].some((option) => option.value === here)) select.value = here;
