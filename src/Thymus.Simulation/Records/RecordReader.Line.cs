using System.Collections.Immutable;
using System.Globalization;
using Thymus.Language.Diagnostics;

namespace Thymus.Simulation.Records;

public sealed partial class RecordReader
{
    /// <summary>One line of the table, on its way to a record.</summary>
    private sealed class Line(RecordReader reader, List<Cell> cells, int number)
    {
        private bool _hasError;

        public int Number { get; } = number;

        public string Id => Raw("ID") is { Length: > 0 } id ? id : "1";

        /// <summary>The record, or <see langword="null"/> when the line has errors; they are reported.</summary>
        public DoseRecord? Read()
        {
            if (cells.Count != reader._columnCount)
            {
                Fail(RecordRules.CellCount, new SourceSpan(reader._file, Number, 1, 0), "write a dot for a missing value",
                    Id, cells.Count.ToString(CultureInfo.InvariantCulture), reader._columnCount.ToString(CultureInfo.InvariantCulture));
                return null;
            }

            double time = Required("TIME");
            double amount = NotNegative("AMT");
            double interval = NotNegative("II");
            int additional = Additional();
            var (rateKind, rateValue) = Rate();
            int steadyState = Integer("SS", 0, 0, 3);
            int missing = Integer("MDV", -1, 0, 1);
            bool hasDose = amount != 0 || rateKind is not RateKind.Bolus || interval != 0 || additional != 0 || steadyState != 0;
            var kind = (RecordKind)Integer("EVID", hasDose ? 1 : missing == 1 ? 2 : 0, 0, 4);
            var record = new DoseRecord
            {
                Span = new SourceSpan(reader._file, Number, 1, 0),
                Time = time,
                Kind = kind,
                Compartment = Compartment(),
                Amount = amount,
                RateKind = rateKind,
                RateValue = rateValue,
                Interval = interval,
                Additional = additional,
                SteadyState = (SteadyStateKind)steadyState,
                Output = Raw("DVID") is { Length: > 0 } output ? output : "1",
                Occasion = Integer("OCC", 1, int.MinValue, int.MaxValue),
                Covariates = [.. reader._covariates.Select(c => Value(c.Name, double.NaN))],
            };
            record = Measurement(record, isUsable: kind is RecordKind.Observation && missing != 1);
            CheckRules(record, hasDose);
            return _hasError ? null : record;
        }

        public SourceSpan Place(string column)
        {
            if (!reader._columns.TryGetValue(column, out int i) || i >= cells.Count)
            {
                return new SourceSpan(reader._file, Number, 1, 0);
            }

            return new SourceSpan(reader._file, Number, cells[i].Column, cells[i].Text.Length);
        }

        private void CheckRules(DoseRecord record, bool hasDose)
        {
            if (record.IsDose != hasDose)
            {
                Object("EVID", hasDose
                    ? "AMT, RATE, DUR, II, ADDL and SS have to be 0 on a record that is not a dose"
                    : "a dose needs one of AMT, RATE, II, ADDL or SS", "set EVID to 1 for a dose, to 0 for an observation");
            }
            else if (record.IsDose && record.SteadyState is not SteadyStateKind.None && record.Amount == 0)
            {
                bool isConstant = record.RateKind is RateKind.Rate or RateKind.ModelRate && record.Interval == 0 && record.Additional == 0;
                if (!isConstant)
                {
                    Object("SS", "a steady state without AMT is a constant infusion: RATE above 0 or -1, II 0 and ADDL 0", "give AMT and II for repeated doses");
                }
            }
            else if (record.IsDose && record.SteadyState is not SteadyStateKind.None && record.Interval == 0)
            {
                Object("SS", "a steady state of repeated doses needs II above 0", "set II to the interval between the doses");
            }
            else if (record.IsDose && record.Amount == 0)
            {
                Object("AMT", "the dose has no amount", "set AMT, or EVID to 2");
            }

            if (record.Additional > 0 && record.Interval == 0 && record.Amount > 0)
            {
                Object("ADDL", "additional doses need II above 0", "set II to the interval between the doses");
            }
        }

        private DoseRecord Measurement(DoseRecord record, bool isUsable)
        {
            double value = Value("DV", double.NaN);
            double limit = Value("LIMIT", double.NaN);
            double lloq = Value("LLOQ", double.NaN);
            int censoring = Integer("CENS", 0, -1, 1);
            bool isBelow = Integer("BLQ", value < lloq ? 1 : 0, 0, 1) == 1;
            if (!isUsable)
            {
                return record;
            }

            return isBelow && !double.IsNaN(lloq)
                ? record with { Measured = lloq, Limit = limit, Censoring = 1 }
                : record with { Measured = value, Limit = limit, Censoring = censoring };
        }

        private (RateKind Kind, double Value) Rate()
        {
            double rate = Value("RATE", 0);
            double duration = NotNegative("DUR");
            if (rate != 0 && duration != 0)
            {
                Object("DUR", "RATE and DUR both say how fast the dose goes in", "keep one of them");
            }

            if (rate < 0 && rate is not (-1 or -2))
            {
                Refuse("RATE", "0, above 0, -1 or -2");
            }

            return rate switch
            {
                > 0 => (RateKind.Rate, rate),
                -1 => (RateKind.ModelRate, 0),
                -2 => (RateKind.ModelDuration, 0),
                _ => duration > 0 ? (RateKind.Duration, duration) : (RateKind.Bolus, 0),
            };
        }

        private int Additional()
        {
            if (Value("ADDL", 0) < 0)
            {
                Object("ADDL", "a negative ADDL asks for NONMEM 7.5's empirical steady state, which is not supported", "use SS 1");
                return 0;
            }

            return Integer("ADDL", 0, 0, LargestAdditional);
        }

        private string Compartment()
        {
            string text = Raw("CMT");
            if (text.StartsWith('-'))
            {
                Object("CMT", $"CMT {text} switches a compartment off, which is not supported", "give the model a parameter that stops the flows");
            }

            return text.Length > 0 ? text : "0";
        }

        private double Required(string column)
        {
            double value = Value(column, double.NaN);
            if (double.IsNaN(value) && Raw(column).Length == 0)
            {
                Refuse(column, "a number");
            }

            return value;
        }

        private double NotNegative(string column)
        {
            double value = Value(column, 0);
            if (value < 0)
            {
                Refuse(column, "0 or above");
            }

            return value;
        }

        private int Integer(string column, int absent, int smallest, int largest)
        {
            string text = Raw(column);
            if (text.Length == 0)
            {
                return absent;
            }

            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) &&
                value >= smallest && value <= largest && value == Math.Floor(value))
            {
                return (int)value;
            }

            Refuse(column, smallest == int.MinValue
                ? "a whole number"
                : string.Create(CultureInfo.InvariantCulture, $"a whole number from {smallest} to {largest}"));
            return absent;
        }

        private double Value(string column, double absent)
        {
            string text = Raw(column);
            if (text.Length == 0)
            {
                return absent;
            }

            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value))
            {
                return value;
            }

            Refuse(column, "a number");
            return absent;
        }

        /// <summary>Text of a cell; empty for a missing one.</summary>
        private string Raw(string column) =>
            reader._columns.TryGetValue(column, out int i) && i < cells.Count && cells[i].Text is not "." ? cells[i].Text : "";

        private void Refuse(string column, string expected) => Fail(
            RecordRules.BadValue, Place(column), Known.Contains(column) ? null : $"drop the column {column} if it is not a covariate",
            column, Id, Raw(column), expected);

        private void Object(string column, string problem, string suggestion) =>
            Fail(RecordRules.BadRecord, Place(column), suggestion, Id, problem);

        private void Fail(DiagnosticRule rule, SourceSpan span, string? suggestion, params ImmutableArray<string> arguments)
        {
            _hasError = true;
            reader.Report(rule, span, suggestion, arguments);
        }
    }
}
