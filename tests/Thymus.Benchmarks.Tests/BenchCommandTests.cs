using System.Text.Json;

namespace Thymus.Benchmarks.Tests;

/// <summary>The command works; how fast it is belongs in no test.</summary>
public sealed class BenchCommandTests
{
    private static readonly string[] Short = ["--rounds", "1", "--patients", "6", "--threads", "2", "--lanes", "4"];

    [Fact]
    public void A_folder_is_measured_and_the_table_and_the_file_say_the_same()
    {
        using var folder = new TemporaryFolder();
        var (code, output, error) = Run([Model("kirschner_panetta"), "--no-cvode", "--json", folder["report.json"], .. Short]);
        using var json = JsonDocument.Parse(File.ReadAllText(folder["report.json"]));
        var model = json.RootElement.GetProperty("models")[0];

        Assert.True(code == 0, error);
        Assert.Contains("| kirschner_panetta", output, StringComparison.Ordinal);
        Assert.Contains("times one thread", output, StringComparison.Ordinal);
        Assert.InRange(model.GetProperty("thread_gain").GetProperty("median").GetDouble(), double.Epsilon, double.MaxValue);
        Assert.Equal((3, 6, 0), (model.GetProperty("states").GetInt32(), model.GetProperty("patients").GetInt32(), model.GetProperty("failed").GetInt32()));
        Assert.InRange(model.GetProperty("error").GetDouble(), 1e-12, 1e-5);
    }

    [Fact]
    public void A_folder_may_bring_its_own_patients_and_ask_for_some_outputs()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["model.ant"], "A' = -CL/V*A; A = 0; CL = 1; V = 20; C := A/V");
        File.WriteAllText(folder["bench.yaml"], "doses: [{target: A, amount: 100/2, every: 12, count: 2}]\noutput: {step: 1, last: 24}\nobservables: [C, A]\n");
        File.WriteAllText(folder["patients.csv"], "ID,V,CL\nA-1,20,1\nA-2,40,1.5\n");

        var (code, output, error) = Run(["stream", folder.Path, "--patients", "5", "--out", folder["out"], "--lanes", "1"]);

        Assert.True(code == 0, error);
        Assert.Contains("5 patients, 25 times of C, A", output, StringComparison.Ordinal);
        Assert.True(File.Exists(folder["out/outputs.parquet"]) && File.Exists(folder["out/failures.parquet"]));
    }

    [Theory]
    [InlineData("ID,V\n1,x\n", "patients.csv(2): 'x' in column V is not a number")]
    [InlineData("V\n1\n", "the first column has to be ID")]
    [InlineData("ID,W\n1,2\n", "W")]
    public void What_is_wrong_with_a_folder_is_said_in_words(string patients, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["model.ant"], "A' = -A/V; A = 1; V = 20");
        File.WriteAllText(folder["bench.yaml"], "output: {step: 1, last: 24}\n");
        File.WriteAllText(folder["patients.csv"], patients);

        var (code, _, error) = Run([folder.Path, "--no-cvode", .. Short]);

        Assert.Equal(2, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    private static string Model(string name) => Repository.PathOf($"bench/models/{name}");

    private static (int Code, string Output, string Error) Run(string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        return (BenchCommand.Run(arguments, output, error), output.ToString(), error.ToString());
    }
}
