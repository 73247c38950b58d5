using System.Globalization;
using Thymus.Benchmarks.Cvode;
using Thymus.Benchmarks.Engine;
using Thymus.Simulation.Populations;

namespace Thymus.Benchmarks.Synthetic;

/// <summary>CVODE for a synthetic network: C that is written for it, around bench/cvode/network.c.</summary>
internal sealed class NetworkProgram : ICvode
{
    /// <summary>Beyond this a dense factorisation takes seconds.</summary>
    private const int LargestDense = 500;

    private static readonly string[] Dense =
        ["-lsundials_cvode", "-lsundials_nvecserial", "-lsundials_sunmatrixdense", "-lsundials_sunmatrixsparse", "-lsundials_sunlinsoldense", "-lm"];

    private readonly SyntheticNetwork _network;
    private readonly string _folder;
    private readonly bool _withKlu;

    private NetworkProgram(SyntheticNetwork network, string folder, bool withKlu) => (_network, _folder, _withKlu) = (network, folder, withKlu);

    public string LinearSolver => _withKlu ? "KLU" : "dense";

    /// <summary>Builds the program, with KLU where it is installed; where that cannot be, says why.</summary>
    public static NetworkProgram? Build(SyntheticNetwork network, out string problem)
    {
        string folder = Directory.CreateTempSubdirectory("thymus-network-").FullName;
        File.WriteAllText(Path.Combine(folder, "network.h"), NetworkSource.Write(network));
        string source = Path.Combine(Checkout.Root, "bench", "cvode", "network.c");
        string program = Path.Combine(folder, "network");
        string[] klu = ["-DWITH_KLU", "-I", "/usr/include/suitesparse", .. Dense, "-lsundials_sunlinsolklu", "-lklu"];
        bool withKlu = CCompiler.Compile(source, program, folder, klu, out problem);
        if (!withKlu && network.States > LargestDense)
        {
            problem = $"without KLU (Debian: apt-get install libsuitesparse-dev) a network of {network.States} states takes too long: {problem}";
        }
        else if (withKlu || CCompiler.Compile(source, program, folder, Dense, out problem))
        {
            return new NetworkProgram(network, folder, withKlu);
        }

        Directory.Delete(folder, recursive: true);
        return null;
    }

    public double? DenseRate(IPatientSource patients, double rtol, double atol) =>
        _withKlu && _network.States <= LargestDense ? Run(new SomePatients(patients, 1), "dense", rtol, atol, outputs: null).Rate : null;

    public CvodeRun Run(IPatientSource patients, double rtol, double atol) => Run(patients, Solver, rtol, atol, outputs: null);

    public (CvodeRun Run, Outputs Outputs) RunForOutputs(IPatientSource patients, BenchSetup setup, double rtol, double atol)
    {
        string file = Path.Combine(_folder, "outputs.bin");
        var run = Run(patients, Solver, rtol, atol, file);
        return (run, RawOutputs.Read(file, _network.States, setup.Times.Length, [.. Enumerable.Range(0, _network.States)]));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Solver => _withKlu ? "klu" : "dense";

    private CvodeRun Run(IPatientSource patients, string solver, double rtol, double atol, string? outputs)
    {
        string table = Path.Combine(_folder, "patients.csv");
        using (var writer = new StreamWriter(table))
        {
            PatientsFile.Write(writer, patients, patients.Count, patients.Parameters);
        }

        List<string> arguments = [table, solver, Text(rtol), Text(atol)];
        if (outputs is not null)
        {
            arguments.Add(outputs);
        }

        var (code, output, error) = Child.Run(Path.Combine(_folder, "network"), arguments);
        return code == 0 && output.Trim().Split(',') is ["RESULT", var count, var cpu, var failed, var steps]
            ? new CvodeRun(long.Parse(count, CultureInfo.InvariantCulture), Number(cpu), (int)Number(failed), Number(steps))
            : throw new BenchProblem($"the CVODE program of the network failed with code {code}: {error.Trim()}");

        static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }
}
