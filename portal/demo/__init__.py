"""The demo township: 青石镇, with made-up people, eight quarters of village money and what else it published.

Everything in it is made up and the same each time. The prose and the figures' ranges lie in `data/demo/`;
the rooms here turn them into statements and texts, lay the steps out in time, and take them through the
portal's own actions.
"""
