using System.Globalization;
using System.Text.Json;

namespace Thymus.Cli.Tests.Commands;

/// <summary>The commands about one model.</summary>
public sealed class ModelTests
{
    private const string OneCompartment = """
        model one()
          unit time_unit = 86400 second
          unit day = 86400 second
          unit mg = 1e-3 gram
          A' = -k*A;  A = 0;  A has mg
          k = 0.3;    k has 1/day
        end
        """;

    [Theory]
    [InlineData("k has 1/day", 0, "one.ant: 0 errors, 0 warnings")]
    [InlineData("k has mg", 4, "one.ant: 0 errors, 1 warning")]
    [InlineData("k has", 2, "one.ant: 1 error, 0 warnings")]
    public void Check_ends_with_0_or_4_after_a_warning_or_2_after_an_error(string unit, int code, string words)
    {
        using var place = new Workplace();
        File.WriteAllText(place["one.ant"], OneCompartment.Replace("k has 1/day", unit, StringComparison.Ordinal));

        var check = place.Run("model", "check", "one.ant");
        using var json = JsonDocument.Parse(place.Run("model", "check", "one.ant", "--json").Output);

        Assert.True(check.ExitCode == code, check.ToString());
        Assert.Contains(words, check.Output, StringComparison.Ordinal);
        Assert.Equal(code != 0, json.RootElement[0].GetProperty("findings").GetArrayLength() > 0);
        Assert.Equal(code != 0, check.Error.Contains("one.ant(", StringComparison.Ordinal));
    }

    [Fact]
    public void Simulate_takes_a_method_and_says_which_one_it_chose()
    {
        using var place = new Workplace();
        File.WriteAllText(place["one.ant"], OneCompartment);
        Finished Simulate(string method) => place.Run("model", "simulate", "one.ant", "--until", "10d", "--dose", "50 mg into A", "--method", method, "--json");

        var chosen = Simulate("automatic");
        using var json = JsonDocument.Parse(chosen.Output);
        string word = json.RootElement.GetProperty("methodChoice").GetProperty("method").GetString()!;

        Assert.Contains($"method: {word} (chosen", chosen.Error, StringComparison.Ordinal);
        Assert.Equal(4, json.RootElement.GetProperty("methodChoice").GetProperty("probes").GetArrayLength());
        foreach (string method in (string[])["rodas4", "tsit5", "bdf"])
        {
            using var named = JsonDocument.Parse(Simulate(method).Output);
            Assert.Equal(JsonValueKind.Null, named.RootElement.GetProperty("methodChoice").ValueKind);
            Assert.Equal(50 * Math.Exp(-3), named.RootElement.GetProperty("rows")[100][0].GetDouble(), 1e-6);
        }

        Assert.Equal(2, Simulate("euler").ExitCode);
    }

    [Fact]
    public void Simulate_runs_by_chance_once_or_many_times_with_the_same_numbers_on_any_threads()
    {
        using var place = new Workplace();
        File.WriteAllText(place["decay.ant"], "model decay()\n  species X; X = 1000\n  go: X -> ; 0.5*X\nend\n");
        Finished Simulate(params string[] options) => place.Run(["model", "simulate", "decay.ant", "--until", "2", "--every", "1", .. options]);

        var one = Simulate("--method", "ssa");
        var many = Simulate("--method", "ssa", "--runs", "500", "--threads", "1");
        string[] last = many.Output.Trim().Split('\n')[^1].Split(',');

        Assert.Equal((0, ""), (one.ExitCode, one.Error));
        Assert.StartsWith("time,X\n0,1000\n1,", one.Output, StringComparison.Ordinal);
        Assert.StartsWith("time,X-mean,X-sd\n0,1000,0\n1,", many.Output, StringComparison.Ordinal);
        Assert.Equal(1000 * Math.Exp(-1), double.Parse(last[1], CultureInfo.InvariantCulture), 5 * Math.Sqrt(232.5 / 500));
        Assert.Equal(many.Output, Simulate("--method", "ssa", "--runs", "500", "--threads", "2").Output);
        Assert.NotEqual(many.Output, Simulate("--method", "ssa", "--runs", "500", "--seed", "2").Output);
        Assert.Equal(0, Simulate("--method", "tau-leap", "--runs", "3", "--epsilon", "0.01").ExitCode);
    }

    [Theory]
    [InlineData("for runs by chance", "--runs", "5")]
    [InlineData("for runs by chance", "--seed", "5", "--method", "bdf")]
    [InlineData("cannot be used with runs by chance", "--dose", "1 into X", "--method", "ssa")]
    [InlineData("--runs needs a whole number", "--runs", "0", "--method", "ssa")]
    [InlineData("--epsilon needs a number", "--epsilon", "2", "--method", "tau-leap")]
    [InlineData("TH5221", "--method", "ssa")]
    public void Simulate_refuses_what_chance_cannot_have_and_says_so(string words, params string[] options)
    {
        using var place = new Workplace();
        File.WriteAllText(place["rev.ant"], "model rev()\n  species X, Y; X = 5; Y = 0\n  R: X -> Y; X - 2*Y\nend\n");

        var refused = place.Run(["model", "simulate", "rev.ant", "--until", "20", .. options]);

        Assert.Equal((2, ""), (refused.ExitCode, refused.Output));
        Assert.Contains(words, refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_draws_is_checked_as_one_of_chance_and_not_simulated_without()
    {
        using var place = new Workplace();
        File.WriteAllText(place["draw.ant"], "model draw()\n  x = normal(0, 1)\n  y = 0; y' = x\nend\n");

        Assert.Equal(0, place.Run("model", "check", "draw.ant").ExitCode);
        Assert.Contains("TH2241", place.Run("model", "simulate", "draw.ant", "--until", "1").Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1e-8")]
    [InlineData("A=1e-8 mg")]
    public void Simulate_takes_an_absolute_tolerance_for_all_states_or_one(string tolerance)
    {
        using var place = new Workplace();
        File.WriteAllText(place["one.ant"], OneCompartment);

        var done = place.Run("model", "simulate", "one.ant", "--until", "10d", "--dose", "50 mg into A", "--atol", tolerance, "--non-negative", "species");

        Assert.Equal((0, ""), (done.ExitCode, done.Error));
    }

    [Theory]
    [InlineData("--atol", "0", "needs a number above 0")]
    [InlineData("--atol", "B=1e-8", "the model has no state 'B'")]
    [InlineData("--atol", "a=1e-8", "is it A?")]
    [InlineData("--atol", "A=1e-8 L", "write it in mg")]
    [InlineData("--non-negative", "B", "the model has no state 'B'")]
    public void Simulate_refuses_a_setting_of_a_state_that_makes_no_sense(string option, string value, string words)
    {
        using var place = new Workplace();
        File.WriteAllText(place["one.ant"], OneCompartment);

        var refused = place.Run("model", "simulate", "one.ant", "--until", "10d", option, value);

        Assert.Equal(ExitCodes.InvalidInput, refused.ExitCode);
        Assert.Contains(words, refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Simulate_says_when_and_where_a_course_ended_and_what_to_try()
    {
        using var place = new Workplace();
        File.WriteAllText(place["one.ant"], OneCompartment.Replace("-k*A;  A = 0;", "-k*m;  A = 3;  m = 1;  m has mg;", StringComparison.Ordinal));

        var failed = place.Run("model", "simulate", "one.ant", "--until", "20d", "--non-negative", "A");

        Assert.Equal(ExitCodes.InvalidInput, failed.ExitCode);
        Assert.Contains("TH5210: the integration stopped at time 10 d: A turns negative, by more than its absolute tolerance (A = -1", failed.Error, StringComparison.Ordinal);
        Assert.Contains(" mg)", failed.Error, StringComparison.Ordinal);
        Assert.Contains("try: what takes from A", failed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Simulate_adds_columns_of_derivatives_and_names_the_nearest_parameter()
    {
        using var place = new Workplace();
        File.WriteAllText(place["one.ant"], OneCompartment);
        Finished Simulate(string by) => place.Run("model", "simulate", "one.ant", "--until", "10d", "--dose", "50 mg into A", "--sensitivity", by, "--json");

        using var json = JsonDocument.Parse(Simulate("k, A").Output);
        var last = json.RootElement.GetProperty("rows")[100];

        Assert.Equal(["A", "d(A)/d(k)", "d(A)/d(A)"], json.RootElement.GetProperty("outputs").EnumerateArray().Select(o => o.GetProperty("name").GetString()!));
        Assert.Equal("mg*day", json.RootElement.GetProperty("outputs")[1].GetProperty("unit").GetString());
        Assert.Equal(-500 * Math.Exp(-3), last[1].GetDouble(), 1e-5);
        Assert.Equal(Math.Exp(-3), last[2].GetDouble(), 1e-7);
        var refused = Simulate("kk");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("error TH2221: model one has no parameter kk to differentiate by", refused.Error, StringComparison.Ordinal);
        Assert.Contains("is it k?", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Simulate_plots_in_the_terminal_or_a_file_and_writes_Parquet()
    {
        using var place = new Workplace();
        File.WriteAllText(place["one.ant"], OneCompartment);
        Finished Simulate(params string[] options) => place.Run(["model", "simulate", "one.ant", "--until", "10d", "--dose", "50 mg into A", .. options]);

        var shown = Simulate("--plot");
        var drawn = Simulate("--plot", "a.svg", "--out", "a.parquet");

        Assert.Contains("time [d]", shown.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("time,A", shown.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', shown.Output);
        Assert.Equal([place["a.svg"], place["a.parquet"]], drawn.Output.Trim().Split('\n'));
        Assert.Contains("<svg", File.ReadAllText(place["a.svg"]), StringComparison.Ordinal);
        Assert.Equal("PAR1"u8.ToArray(), File.ReadAllBytes(place["a.parquet"])[..4]);
        Assert.Contains("<svg", Simulate("--plot", "a.html") is { ExitCode: 0 } ? File.ReadAllText(place["a.html"]) : "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--plot", "a.png", "plots are written as .svg or .html")]
    [InlineData("--plot", "a", "name a file that ends in .svg or .html")]
    [InlineData("--out", "a.xlsx", "tables are written as .csv or .parquet")]
    public void Simulate_refuses_forms_of_files_that_it_does_not_write(string option, string file, string words)
    {
        using var place = new Workplace();
        File.WriteAllText(place["one.ant"], OneCompartment);

        var refused = place.Run("model", "simulate", "one.ant", "--until", "10d", option, file);

        Assert.Equal(ExitCodes.InvalidInput, refused.ExitCode);
        Assert.Contains(words, refused.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(place[file]));
    }

    /// <summary>Against A(t) = R/k (1 - e^(-kt)) during an infusion at the rate R and its decay afterwards, and D e^(-kt) after a bolus on day 5.</summary>
    [Fact]
    public void Simulate_prints_the_closed_form_of_an_infusion_and_a_bolus()
    {
        using var place = new Workplace();
        File.WriteAllText(place["one.ant"], OneCompartment);

        string csv = place.Succeed(
            "model", "simulate", "one.ant", "--until", "10d", "--every", "12 hours", "--dose", "120 mg into A over 2 d", "--dose", "50 mg into A from 5 d").Output;

        string[] lines = csv.Trim().Split('\n');
        Assert.Equal("time,A", lines[0]);
        Assert.Equal(21, lines.Length - 1);
        foreach (double[] row in lines[1..].Select(l => l.Split(',').Select(v => double.Parse(v, CultureInfo.InvariantCulture)).ToArray()))
        {
            Assert.Equal(ClosedForm(row[0]), row[1], tolerance: 1e-6 * 120);
        }

        static double ClosedForm(double t) =>
            (60 / 0.3 * (Math.Exp(-0.3 * Math.Max(0, t - 2)) - Math.Exp(-0.3 * t))) + (t > 5 ? 50 * Math.Exp(-0.3 * (t - 5)) : 0);
    }
}
