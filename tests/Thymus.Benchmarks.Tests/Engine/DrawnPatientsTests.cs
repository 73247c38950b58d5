using System.Security.Cryptography;
using System.Text;
using Thymus.Benchmarks.Engine;

namespace Thymus.Benchmarks.Tests.Engine;

public sealed class DrawnPatientsTests
{
    [Theory]
    [InlineData("tmdd")]
    [InlineData("kirschner_panetta")]
    [InlineData("qsp30")]
    public void Drawn_patients_are_those_of_the_shared_benchmark(string model)
    {
        string? sums = SharedData.PathOf("engine-benchmark/params.sha256");
        Assert.SkipWhen(sums is null, "the shared benchmark is not present");
        var setup = BenchReader.Read(Repository.PathOf($"bench/models/{model}"));
        var text = new StringWriter();
        PatientsFile.Write(text, setup.Patients, setup.Patients.Count, setup.Patients.Parameters);

        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text.ToString())));

        Assert.Contains($"{hash}  params/{model}.csv", File.ReadAllLines(sums!));
    }
}
