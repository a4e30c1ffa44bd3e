"""The desk: the web application of Daybreak. Slices over a floor of accounts, compartments and audit.

browser -> urls -> a slice's view -> access (who may) -> reads or acts -> look (the page)
"""
