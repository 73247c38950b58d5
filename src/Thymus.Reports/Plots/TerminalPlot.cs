using Thymus.Reports.Figures;

namespace Thymus.Reports.Plots;

/// <summary>A plot of text: curves of braille dots in colours, or of letters where there are no colours to tell them apart.</summary>
public static class TerminalPlot
{
    private const int LabelWidth = 9, Narrowest = 16;
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static readonly int[] Colours = [34, 33, 32, 35, 36, 31];   // ANSI: blue, yellow, green, magenta, cyan, red
    private static readonly int[,] Dots = { { 0x01, 0x02, 0x04, 0x40 }, { 0x08, 0x10, 0x20, 0x80 } };

    /// <summary>The lines.</summary>
    /// <param name="plot">What to show.</param>
    /// <param name="width">Columns of the window.</param>
    /// <param name="height">Rows of the area of the curves.</param>
    /// <param name="hasColours">Whether the window shows colours.</param>
    public static IEnumerable<string> Lines(Plot plot, int width, int height, bool hasColours)
    {
        ArgumentNullException.ThrowIfNull(plot);
        int columns = Math.Max(Narrowest, width - LabelWidth - 3);
        bool hasLetters = !hasColours && plot.Curves.Length > 1;
        var cells = Draw(plot, columns, height, hasLetters);
        if (plot.Title.Length > 0)
        {
            yield return plot.Title;
        }

        foreach (string line in Legend(plot, width, hasColours, hasLetters))
        {
            yield return line;
        }

        if (plot.YLabel.Length > 0)
        {
            yield return plot.YLabel;
        }

        var y = new Axis(plot.RangeY.From, plot.RangeY.To, height - 0.5, 0.5, plot.IsLogY);
        var labels = y.Ticks(Math.Max(2, height / 4)).GroupBy(t => (int)Math.Clamp(y.At(t), 0, height - 1)).ToDictionary(g => g.Key, g => Axis.Label(g.First()));
        for (int row = 0; row < height; row++)
        {
            string label = labels.GetValueOrDefault(row, "");
            yield return $"{label,LabelWidth} {(label.Length > 0 ? '┤' : '│')}{Text(cells, row, columns, hasColours)}".TrimEnd();
        }

        yield return new string(' ', LabelWidth + 1) + "└" + Ruler(plot, columns, out string numbers);
        yield return new string(' ', LabelWidth + 2) + numbers;
        yield return new string(' ', LabelWidth + 2) + plot.XLabel.PadLeft((columns + plot.XLabel.Length) / 2);
    }

    private static (char Sign, int Curve)[,] Draw(Plot plot, int columns, int rows, bool hasLetters)
    {
        var cells = new (char Sign, int Curve)[rows, columns];
        int across = hasLetters ? 1 : 2, down = hasLetters ? 1 : 4;
        var x = new Axis(plot.RangeX.From, plot.RangeX.To, 0, (columns * across) - 1, plot.IsLogX);
        var y = new Axis(plot.RangeY.From, plot.RangeY.To, (rows * down) - 1, 0, plot.IsLogY);
        foreach (var (number, curve) in plot.Curves.Index().Reverse())   // the first one on top
        {
            (double X, double Y)? last = null;
            for (int i = 0; i < Math.Min(curve.X.Length, curve.Y.Length); i++)
            {
                if (!plot.Shows(curve.X[i], curve.Y[i]))
                {
                    last = null;
                    continue;
                }

                (double X, double Y) point = (x.At(curve.X[i]), y.At(curve.Y[i]));
                var (fromX, fromY) = last ?? point;
                int steps = (int)Math.Clamp(Math.Ceiling(Math.Max(Math.Abs(point.X - fromX), Math.Abs(point.Y - fromY))), 1, 4 * (columns + rows));
                for (int step = 0; step <= steps; step++)
                {
                    double part = (double)step / steps;
                    Set((int)Math.Round(fromX + (part * (point.X - fromX))), (int)Math.Round(fromY + (part * (point.Y - fromY))), number);
                }

                last = point;
            }
        }

        return cells;

        void Set(int dotX, int dotY, int curve)
        {
            int column = dotX / across, row = dotY / down;
            if (dotX < 0 || dotY < 0 || column >= columns || row >= rows)
            {
                return;
            }

            ref var cell = ref cells[row, column];
            char dots = cell.Sign == '\0' ? '\u2800' : cell.Sign;
            cell = (hasLetters ? Letters[curve % Letters.Length] : (char)(dots | Dots[dotX % 2, dotY % 4]), curve);
        }
    }

    private static string Text((char Sign, int Curve)[,] cells, int row, int columns, bool hasColours)
    {
        var text = new System.Text.StringBuilder();
        int colour = 0;
        for (int column = 0; column < columns; column++)
        {
            var (sign, curve) = cells[row, column];
            int wanted = sign == '\0' || !hasColours ? 0 : Colours[curve % Colours.Length];
            if (wanted != colour)
            {
                text.Append(Code(wanted));
                colour = wanted;
            }

            text.Append(sign == '\0' ? ' ' : sign);
        }

        return text.Append(colour != 0 ? Code(0) : "").ToString();
    }

    private static IEnumerable<string> Legend(Plot plot, int width, bool hasColours, bool hasLetters)
    {
        string line = "";
        int length = 0;
        foreach (var (i, curve) in plot.Curves.Index())
        {
            string sign = hasLetters ? Letters[i % Letters.Length].ToString() : "──";
            int more = sign.Length + 1 + curve.Name.Length + 3;
            if (length > 0 && length + more > width)
            {
                yield return line.TrimEnd();
                (line, length) = ("", 0);
            }

            line += (hasColours ? Code(Colours[i % Colours.Length]) + sign + Code(0) : sign) + " " + curve.Name + "   ";
            length += more;
        }

        yield return line.TrimEnd();
    }

    private static string Ruler(Plot plot, int columns, out string numbers)
    {
        var x = new Axis(plot.RangeX.From, plot.RangeX.To, 0, columns - 1, plot.IsLogX);
        char[] ruler = [.. Enumerable.Repeat('─', columns)];
        char[] below = [.. Enumerable.Repeat(' ', columns)];
        int free = 0;
        foreach (double tick in x.Ticks(Math.Max(2, columns / 12)))
        {
            int at = (int)Math.Round(x.At(tick));
            string label = Axis.Label(tick);
            int start = Math.Clamp(at - (label.Length / 2), 0, columns - label.Length);
            if (at < 0 || at >= columns || start < free)
            {
                continue;
            }

            ruler[at] = '┴';
            label.CopyTo(0, below, start, label.Length);
            free = start + label.Length + 1;
        }

        numbers = new string(below).TrimEnd();
        return new string(ruler);
    }

    private static string Code(int colour) => $"\u001b[{colour}m";
}
