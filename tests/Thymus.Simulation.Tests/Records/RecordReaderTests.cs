using Thymus.Simulation.Records;

namespace Thymus.Simulation.Tests.Records;

/// <summary>The reading rules of NONMEM's tables.</summary>
public sealed class RecordReaderTests
{
    [Fact]
    public void Columns_have_their_meaning_whatever_their_order_and_case()
    {
        var table = Read("""
            # made by hand
            id,Time,AMT,rate,evid,cmt,dv,DVID,WT
            1,0,100,50,1,2,.,.,70
            1,2,.,.,0,.,3.5,2,
            1,3,0,0,2,0,,1,80
            2,0,0,0,0,1,1.25,PD,60
            """);

        Assert.Equal(["WT"], table.CovariateNames);
        Assert.Equal([3, 1], table.Individuals.Select(i => i.Records.Length));
        var records = table.Individuals[0].Records;
        Assert.Equal((RecordKind.Dose, 100.0, RateKind.Rate, 50.0, "2"), (records[0].Kind, records[0].Amount, records[0].RateKind, records[0].RateValue, records[0].Compartment));
        Assert.Equal((3.5, "2", "0"), (records[1].Measured, records[1].Output, records[1].Compartment));
        Assert.Equal(RecordKind.Other, records[2].Kind);
        Assert.Equal([70.0, 70.0, 80.0], records.Select(r => r.Covariates[0]));   // carried forward
        Assert.Equal("PD", table.Individuals[1].Records[0].Output);
    }

    [Fact]
    public void Missing_kind_follows_from_the_dose_items_and_from_MDV()
    {
        var table = Read("TIME,AMT,MDV,DV\n0,100,,\n1,0,0,5\n2,0,1,5");

        Assert.Equal([RecordKind.Dose, RecordKind.Observation, RecordKind.Other], table.Individuals[0].Records.Select(r => r.Kind));
        Assert.Equal("1", table.Individuals[0].Id);
    }

    /// <summary>Tables made to take memory are refused for little of it, all together, without the text itself.</summary>
    [Theory]
    [InlineData(",", 20_000_000, "TH5124")]
    [InlineData("TIME,", 4_000_000, "TH5124")]
    [InlineData("x", 20_000_000, "TH5124")]
    [InlineData("\"", 20_000_000, "TH5124")]
    [InlineData("\0", 20_000_000, "TH5124")]
    [InlineData("\n", 20_000_000, "TH5110")]
    [InlineData(" \n", 10_000_000, "TH5110")]
    [InlineData("TIME\n", 4_000_000, "TH5109")]
    [InlineData("TIME,DV\n,\n", 2_000_000, "TH5109")]
    public void Hostile_table_is_refused_at_little_cost(string part, int count, string code)
    {
        string text = new System.Text.StringBuilder(part.Length * count).Insert(0, part, count).ToString();
        long before = GC.GetAllocatedBytesForCurrentThread();

        var read = RecordReader.Read(text, "t.csv");

        long asked = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Contains(read.Findings, f => f.Rule.Code == code);
        Assert.True(asked < 200L << 20, $"{asked >> 20} MiB were asked for");
    }

    [Fact]
    public void Covariate_that_is_missing_at_first_is_carried_backward() =>
        Assert.Equal([5.0, 5.0, 6.0], Read("TIME,X\n0,.\n1,5\n2,6").Individuals[0].Records.Select(r => r.Covariates[0]));

    [Fact]
    public void Value_below_the_limit_of_quantification_is_censored()
    {
        var records = Read("TIME,DV,LLOQ\n0,0.1,0.5\n1,0.7,0.5").Individuals[0].Records;

        Assert.Equal([(1, 0.5), (0, 0.7)], records.Select(r => (r.Censoring, r.Measured)));
    }

    [Fact]
    public void Reset_may_set_the_clock_back() =>
        Assert.Equal([0, 24, 0], Read("TIME,EVID,AMT\n0,1,1\n24,0,0\n0,4,1").Individuals[0].Records.Select(r => r.Time));

    [Fact]
    public void Ignored_lines_are_skipped_and_dropped_columns_are_no_covariates()
    {
        var options = new RecordOptions { Ignore = '@', Drop = ["COMMENT"] };
        var table = RecordReader.Read("TIME,AMT,COMMENT\nh,mg,text\n0,1,\"first, of many\"", "t.csv", options).Value!;

        Assert.Single(table.Individuals[0].Records);
        Assert.Empty(table.CovariateNames);
    }

    [Theory]
    [InlineData("AMT\n1", 1, 1, "no column TIME")]
    [InlineData("TIME,AMT,TIME\n0,1,0", 1, 10, "appears twice")]
    [InlineData("TIME,DATE\n0,1", 1, 6, "not supported")]
    [InlineData("TIME,AMT\n0,much", 2, 3, "AMT of ID 1 is 'much'; it has to be a number")]
    [InlineData("ID,TIME,AMT\n7,12:30,1", 2, 3, "TIME of ID 7 is '12:30'")]
    [InlineData("TIME,AMT\n0,-5", 2, 3, "0 or above")]
    [InlineData("TIME,AMT\n0,nan", 2, 3, "a number")]
    [InlineData("TIME,EVID\n0,7", 2, 3, "from 0 to 4")]
    [InlineData("TIME,EVID,AMT\n0,0,5", 2, 3, "have to be 0 on a record that is not a dose")]
    [InlineData("TIME,EVID,AMT\n0,3,5", 2, 3, "have to be 0 on a record that is not a dose")]
    [InlineData("TIME,EVID,AMT\n0,1,0", 2, 3, "a dose needs")]
    [InlineData("TIME,AMT,RATE\n0,5,-3", 2, 5, "-1 or -2")]
    [InlineData("TIME,AMT,RATE\n0,0,5", 2, 3, "no amount")]
    [InlineData("TIME,AMT,RATE,DUR\n0,5,1,1", 2, 7, "both say how fast")]
    [InlineData("TIME,AMT,ADDL\n0,5,2", 2, 5, "additional doses need II")]
    [InlineData("TIME,AMT,ADDL,II\n0,5,-2,12", 2, 5, "empirical steady state")]
    [InlineData("TIME,AMT,SS\n0,5,1", 2, 5, "needs II above 0")]
    [InlineData("TIME,AMT,SS,RATE,II\n0,0,1,-2,0", 2, 5, "constant infusion")]
    [InlineData("TIME,AMT,SS,RATE,II,ADDL\n0,0,1,5,0,3", 2, 5, "constant infusion")]
    [InlineData("TIME,AMT,CMT,EVID\n0,0,-1,2", 2, 5, "switches a compartment off")]
    [InlineData("TIME,AMT\n0,5,6", 2, 1, "has 3 cells")]
    [InlineData("TIME,AMT\n5,5\n4,5", 3, 1, "goes back from 5 to 4")]
    [InlineData("ID,TIME\n1,0\n2,0\n1,1", 4, 1, "ID 1 of line 2 comes again")]
    [InlineData("TIME,SEX\n0,male", 2, 3, "SEX of ID 1 is 'male'")]
    [InlineData("TIME,AMT\n", 2, 1, "no records")]
    [InlineData("", 1, 1, "no records")]
    public void What_is_wrong_is_named_with_line_column_and_value(string text, int line, int column, string expected)
    {
        var read = RecordReader.Read(text, "t.csv");

        var finding = Assert.Single(read.Findings);
        Assert.Contains(expected, finding.Text, StringComparison.Ordinal);
        Assert.Equal(("t.csv", line, column), (finding.Span.File, finding.Span.Line, finding.Span.Column));
        Assert.Null(read.Value);
    }

    [Fact]
    public void Repeated_ID_is_a_new_individual_when_asked_for() =>
        Assert.Equal(3, RecordReader.Read("ID,TIME\n1,0\n2,0\n1,1", "t.csv", new RecordOptions { SplitRepeatedIds = true }).Value!.Individuals.Length);

    [Fact]
    public void Reading_collects_fifty_errors_and_stops()
    {
        var read = RecordReader.Read("TIME,AMT\n" + string.Concat(Enumerable.Repeat("x,1\n", 200)), "t.csv");

        Assert.Equal(51, read.Findings.Length);
        Assert.Contains("stops after 50 errors", read.Findings[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_text_is_read_or_refused_without_an_exception() =>
        Gen.OneOf(Gen.Const("TIME,AMT,II,SS\n"), Gen.Const("0,"), Gen.Const("\n"), Gen.Const("-1"), Gen.Const("1e999"), Gen.Const("\""), Gen.String)
            .Array[0, 30]
            .Sample(parts =>
            {
                var read = RecordReader.Read("TIME,AMT,RATE,EVID\n" + string.Concat(parts), "t.csv");
                return read.Succeeded || read.Findings.Length is > 0 and <= 51;
            });

    private static RecordTable Read(string text)
    {
        var read = RecordReader.Read(text, "t.csv");
        Assert.Empty(read.Findings);
        return read.Value!;
    }
}
