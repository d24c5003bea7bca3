/** Its findings come from reading the files, before any other check runs. */
export { syntaxCheck as check } from '../../syntax-finding';
