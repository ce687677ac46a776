using System.Net.Sockets;
using Arena.Core;
using Arena.Workers;
using Npgsql;

namespace Arena.Tests.Workers;

public sealed class OutageTests
{
    public static TheoryData<Exception, bool> Exceptions => new()
    {
        { new NpgsqlException("Exception while reading from stream", new IOException("reset")), true },
        { new BadInputException("db:5432/arena", "the server cannot be reached", inner: new NpgsqlException("refused", new SocketException(111))), true },
        { new InvalidOperationException("outer", new PostgresException("going down", "FATAL", "FATAL", PostgresErrorCodes.AdminShutdown)), true },
        { new BadInputException("db:5432/arena", "no rights", inner: new PostgresException("denied", "ERROR", "ERROR", PostgresErrorCodes.InsufficientPrivilege)), false },
        { new BadInputException("model.onnx", "is not there", inner: new FileNotFoundException()), false },
        { new HttpRequestException("judge's server away", new SocketException(111)), false },
        { new InvalidOperationException(), false },
    };

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void IsOutage_OfTheDatabaseAlone_IsTrue(Exception exception, bool isOutage) => Assert.Equal(isOutage, Outage.IsOutage(exception));
}
