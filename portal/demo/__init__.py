"""The demo township: 青石镇, with made-up people, eight quarters of village money and what else it published.

Everything in it is made up and the same each time. `data/demo/` holds who does what, when and with which content;
this package reads it and takes each step through the portal's own actions.
"""
