import { start } from './app/start.tsx'
// The same letters on every machine: where none of the other fonts is installed, their stand-in is a fifth wider.
import '@fontsource-variable/inter/wght.css'
import './styles/index.css'

void start()
