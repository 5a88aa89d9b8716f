document.querySelector('#app')!.textContent = 'Breakwater';
