"""How exact the findings are: known faults at random cells, and workbooks without any, scored."""
