import { mount } from 'svelte';
import App from './App.svelte';
import './theme.css';
import './floating.css';
import { connect } from './api.ts';
import { Studio } from './state/studio.svelte.ts';

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no element "app"');
target.replaceChildren();
mount(App, { target, props: { studio: new Studio(connect()) } });
