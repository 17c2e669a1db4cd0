"""Climate indices of a block of cells: the entry through which grids, stations and members are computed.

    computed = compute(("frost_days", "tx90p"), block, axis, periods=(YEAR,), base=BasePeriod(1961, 1990))
    computed[0].values      # (index, year, cells), float64, NaN where not computable
    computed[0].missing     # (index, year, cells), int16: missing days

`block` holds daily values by variable, (time, cells) or, with `layout=Layout.CELL_MAJOR`, (cells, time); float32 or
float64, all of one type, NaN where missing. The result does not depend, bit for bit, on how cells are divided into
blocks, their order, the layout or the number of threads. Cells that lack all data are NaN in every index.
"""
